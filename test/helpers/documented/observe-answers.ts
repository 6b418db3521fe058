import { subscribe } from 'node:diagnostics_channel';
import type { ClientRequest, IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** An answer that some client in this process got. */
export interface ObservedAnswer {
  /** Of the server, on this machine. */
  readonly portNumber: number;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface UndiciRequest {
  readonly origin: string | URL;
  readonly method: string;
  readonly path: string;
}

interface UndiciHeaders {
  readonly request: UndiciRequest;
  readonly response: { readonly statusCode: number; readonly headers: readonly Buffer[] };
}

/**
 * Observes every complete answer that a client of Node gets in this process: of `node:http`, with got on top of it, and of undici,
 * with fetch on top of it. Each is observed before its own client sees its end.
 * @param isWanted whether the answers of a port are wanted
 */
export function observeAnswers(
  isWanted: (portNumber: number) => boolean,
  observe: (answer: ObservedAnswer) => void,
): void {
  subscribe('http.client.response.finish', (message) => {
    const { request, response } = message as { request: ClientRequest; response: IncomingMessage };
    const { remotePort: portNumber = 0 } = response.socket;
    if (!isWanted(portNumber)) return;
    const { method, path } = request;
    const { statusCode: status = 0, headers } = response;
    collect(response, (body) => observe({ portNumber, method, path, status, headers, body }));
  });

  const open = new WeakMap<UndiciRequest, { answer: UndiciHeaders; readonly chunks: Buffer[] }>();
  subscribe('undici:request:headers', (message) => {
    const answer = message as UndiciHeaders;
    if (isWanted(Number(new URL(answer.request.origin).port)))
      open.set(answer.request, { answer, chunks: [] });
  });
  subscribe('undici:request:bodyChunkReceived', (message) => {
    const { request, chunk } = message as { request: UndiciRequest; chunk: Buffer };
    open.get(request)?.chunks.push(Buffer.from(chunk));
  });
  subscribe('undici:request:trailers', (message) => {
    const { request } = message as { request: UndiciRequest };
    const got = open.get(request);
    if (got === undefined) return;
    observe({
      portNumber: Number(new URL(request.origin).port),
      method: request.method,
      path: request.path,
      status: got.answer.response.statusCode,
      headers: toHeaders(got.answer.response.headers),
      body: Buffer.concat(got.chunks).toString('utf8'),
    });
  });
}

/** Parts of a body come through `push`, and `null` is its end, also when the connection broke in the middle. */
function collect(response: IncomingMessage, end: (body: string) => void): void {
  const chunks: Buffer[] = [];
  const { push } = response;
  response.push = function collectChunk(chunk: Buffer | null, ...others) {
    if (chunk !== null) chunks.push(chunk);
    else if (this.complete) end(Buffer.concat(chunks).toString('utf8'));
    return push.call(this, chunk, ...others);
  };
}

function toHeaders(raw: readonly Buffer[]): IncomingHttpHeaders {
  const headers: Record<string, string> = {};
  for (let index = 0; index < raw.length; index += 2) {
    const name = String(raw[index]).toLowerCase();
    headers[name] = name in headers ? `${headers[name]}, ${raw[index + 1]}` : String(raw[index + 1]);
  }
  return headers;
}
