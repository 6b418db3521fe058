import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface SeenRequest {
  readonly line: string;
  /** As on the wire: name, value, name, value. */
  readonly rawHeaders: readonly string[];
  readonly authorization: string | undefined;
  readonly body: string;
}

export interface ScriptedAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** An object is sent as JSON. */
  readonly body?: string | object;
}

/** Answers by request line; a list gives one answer after the other; `silent` never answers. */
export type Script = Record<string, ScriptedAnswer | readonly ScriptedAnswer[] | 'silent'>;

export interface ScriptedServer {
  readonly url: string;
  readonly seen: SeenRequest[];
  stop(): Promise<void>;
}

export async function startScriptedServer(script: Script): Promise<ScriptedServer> {
  const seen: SeenRequest[] = [];
  const counts = new Map<string, number>();

  const server = http.createServer(async (request, response) => {
    const line = `${request.method} ${request.url}`;
    const { rawHeaders } = request;
    seen.push({ line, rawHeaders, authorization: request.headers.authorization, body: await text(request) });
    const scripted = script[line];
    if (scripted === 'silent') return;
    const count = counts.get(line) ?? 0;
    counts.set(line, count + 1);
    const answer = Array.isArray(scripted) ? scripted[count] : (scripted as ScriptedAnswer | undefined);
    const { status = 200, headers = {}, body = '' } = answer ?? { status: 599, body: `nothing for ${line}` };
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
