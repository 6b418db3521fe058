import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A token request as it arrived, with the credentials wherever they stood. */
export interface TokenRequest {
  readonly path: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly body: URLSearchParams;
}

type AnswerRule = (
  request: TokenRequest,
) => { status: number; body: string | object } | 'silence' | 'hang-up';

export interface ScriptedServices {
  readonly url: string;
  readonly received: readonly TokenRequest[];
  /** The most requests that were open at the same time. */
  readonly mostAtOnce: () => number;
  stop(): Promise<void>;
}

/** A record of one of these services, with the secret of the variable `RIGHT`. */
export function describeScriptedService(
  services: ScriptedServices | undefined,
  name: string,
  more: object = {},
): object {
  return {
    path: `domino${name}`,
    callback: `${name}Callback`,
    authorizationEndpoint: `${services?.url}/authorize`,
    tokenEndpoint: `${services?.url}/${name}`,
    clientId: { value: `${name}-id` },
    clientSecret: { env: 'RIGHT' },
    ...more,
  };
}

/** Token endpoints of several services on one port, told apart by path, which answer as those services do. */
export async function startScriptedServices(
  rules: Readonly<Record<string, AnswerRule>>,
  delay: () => Promise<void> = async () => {},
): Promise<ScriptedServices> {
  const received: TokenRequest[] = [];
  let open = 0;
  let most = 0;
  const server = http.createServer(async (request, response) => {
    open += 1;
    most = Math.max(most, open);
    response.on('close', () => {
      open -= 1;
    });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const tokenRequest = readTokenRequest(request, Buffer.concat(chunks).toString('utf8'));
    received.push(tokenRequest);
    await delay();
    const answer = rules[tokenRequest.path]?.(tokenRequest) ?? { status: 404, body: '' };
    if (answer === 'silence') return;
    if (answer === 'hang-up') {
      response.destroy();
      return;
    }
    const { status, body } = answer;
    const isText = typeof body === 'string';
    const type = !isText ? 'application/json' : body.startsWith('<') ? 'text/html' : 'text/plain';
    response.writeHead(status, { 'content-type': type }).end(isText ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    mostAtOnce: () => most,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function readTokenRequest(request: http.IncomingMessage, text: string): TokenRequest {
  const body = new URLSearchParams(text);
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const [id = '', secret = ''] = basic ? Buffer.from(basic, 'base64').toString('utf8').split(':') : [];
  return {
    path: (request.url ?? '').slice(1),
    clientId: basic ? id : (body.get('client_id') ?? ''),
    clientSecret: basic ? secret : (body.get('client_secret') ?? ''),
    body,
  };
}
