import http from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: URLSearchParams;
}

/** A provider on a real port that does as it is told, for faults that no honest server shows. */
export interface ScriptedProvider {
  readonly url: string;
  /** Every request so far: "no call to the provider" means that this stays empty. */
  readonly received: ReceivedRequest[];
  answer: (request: http.IncomingMessage, response: http.ServerResponse, body: URLSearchParams) => void;
  /** Open ones. */
  readonly connections: number;
  /** Provider records whose endpoints are here. */
  readonly providerFile: { providers: Record<string, object> };
  stop(): Promise<void>;
}

const IDS = ['zoom', 'teams', 'webex', 'gotomeeting'];

export async function createScriptedProvider(): Promise<ScriptedProvider> {
  const received: ReceivedRequest[] = [];
  const server = http.createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
    received.push({ path: request.url ?? '', headers: request.headers, body });
    provider.answer(request, response, body);
  });
  let connections = 0;
  server.on('connection', (socket) => {
    connections += 1;
    socket.on('close', () => {
      connections -= 1;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const endpoints = (id: string): object => ({
    authorizationEndpoint: `${url}/${id}/authorize`,
    tokenEndpoint: `${url}/${id}/token`,
    ...(id === 'zoom' && { revocationEndpoint: `${url}/${id}/revoke` }),
  });
  const provider: ScriptedProvider = {
    url,
    received,
    get connections() {
      return connections;
    },
    answer: (_request, response) => answerTokens(response),
    providerFile: { providers: Object.fromEntries(IDS.map((id) => [id, endpoints(id)])) },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return provider;
}

export function answerTokens(response: http.ServerResponse, tokens: object = {}): void {
  response.setHeader('Content-Type', 'application/json');
  response.end(
    JSON.stringify({
      access_token: 'AT',
      refresh_token: 'RT',
      token_type: 'Bearer',
      expires_in: 3600,
      ...tokens,
    }),
  );
}

/** What a service needs to accept a provider on loopback. */
export const INSECURE = { DOMI_ALLOW_INSECURE_PROVIDERS: 'true' } as const;

/** The provider file with a list of two client secrets for Zoom: that of `INSECURE`, and that of the variable `ZOOM_NEXT`. */
export function withNextSecret({ providers }: ScriptedProvider['providerFile']): object {
  const clientSecret = [{ env: 'ZOOM_CLIENT_SECRET' }, { env: 'ZOOM_NEXT' }];
  return { providers: { ...providers, zoom: { ...providers['zoom'], clientSecret } } };
}
