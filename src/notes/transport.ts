import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { text } from 'node:stream/consumers';
import { toEndpoint } from '../networks/endpoint.ts';
import type { OutboundProxies } from '../networks/outbound-proxies.ts';
import { createProxyFinder } from '../networks/proxy-finder.ts';
import { toProxyEnvironment } from '../networks/to-proxy-environment.ts';
import { NOTES_TIMEOUT } from '../time/budgets.ts';

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

export interface TransportOptions {
  /** For the whole exchange, as `timeoutSec` in the LotusScript. */
  readonly timeoutMs?: number;
  /** Notes takes those of its environment. */
  readonly proxies?: OutboundProxies | undefined;
}

/**
 * Node's own client, not fetch: fetch adds Fetch Metadata, a language and a user agent, so the service would see a
 * browser instead of Notes. Like Notes, it follows no redirect and keeps no cookie.
 */
export function createTransport({ timeoutMs = NOTES_TIMEOUT, proxies }: TransportOptions = {}): SendRequest {
  const findProxy = createProxyFinder(proxies);
  const proxyEnv = proxies && toProxyEnvironment(proxies);
  return (request) =>
    new Promise((resolve, reject) => {
      const { request: open, Agent } = request.url.startsWith('https:') ? https : http;
      const outgoing = open(request.url, {
        method: request.method,
        headers: request.headers,
        agent: findProxy(toEndpoint(new URL(request.url))) ? new Agent({ proxyEnv }) : false,
        signal: AbortSignal.timeout(timeoutMs),
      });
      outgoing.on('error', reject);
      outgoing.on('response', (incoming) => readResponse(incoming).then(resolve, reject));
      outgoing.end(request.body);
    });
}

async function readResponse(incoming: IncomingMessage): Promise<HttpResponse> {
  return { status: incoming.statusCode ?? 0, body: await text(incoming) };
}
