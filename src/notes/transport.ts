import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';

export interface HttpRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface HttpResponse {
  readonly status: number;
  readonly body: string;
}

export type SendRequest = (request: HttpRequest) => Promise<HttpResponse>;

/** `timeoutSec` in the LotusScript; it covers the whole exchange. */
const NOTES_TIMEOUT_MS = 30_000;

/**
 * Node's own client rather than fetch: fetch adds Fetch Metadata, a language and a user agent, and the service would
 * then judge a browser instead of Notes. It follows no redirect and keeps no cookie, as Notes.
 */
export function createTransport(timeoutMs: number = NOTES_TIMEOUT_MS): SendRequest {
  return (request) =>
    new Promise((resolve, reject) => {
      const { request: open } = request.url.startsWith('https:') ? https : http;
      const outgoing = open(request.url, {
        method: request.method,
        headers: request.headers,
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
      });
      outgoing.on('error', reject);
      outgoing.on('response', (incoming) => readAnswer(incoming).then(resolve, reject));
      outgoing.end(request.body);
    });
}

async function readAnswer(incoming: IncomingMessage): Promise<HttpResponse> {
  return { status: incoming.statusCode ?? 0, body: await text(incoming) };
}

/** Why nothing came back, without anything of the request: messages of errors may quote it. */
export function describeFault(error: unknown): string {
  if (!(error instanceof Error)) return 'The request failed.';
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'There was no answer in time.';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : error.name;
  if (code === 'ERR_INVALID_CHAR') {
    return 'The token holds a character that no header can carry, a line break for example.';
  }
  return `There was no answer: ${code}.`;
}
