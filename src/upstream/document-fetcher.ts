import { text } from 'node:stream/consumers';
import { Agent } from 'undici';
import { ConnectError, readErrorCode } from '../connections/connection-error.ts';
import { createConnector } from '../connections/connector.ts';
import { lookUpAddresses } from '../connections/resolver.ts';
import type { OutboundProxies } from '../networks/outbound-proxies.ts';
import { createProxyFinder } from '../networks/proxy-finder.ts';
import { adaptConnect } from './adapt-connect.ts';
import { CONNECT_TIMEOUTS } from './connection-limits.ts';
import { findForwarding } from './forwarding.ts';

/** What a GET of a public document has brought. `failure` is a code or a sentence of ours. */
export type FetchedDocument =
  | { readonly status: number; readonly body: string }
  | { readonly failure: string };

/** Gets a document without any credentials. Redirects are not followed. Never throws. */
export type FetchDocument = (url: string) => Promise<FetchedDocument>;

export interface DocumentFetcherOptions {
  readonly userAgent: string;
  /** Undefined: every request goes out directly. */
  readonly proxies: OutboundProxies | undefined;
  /** Whether plain http and private networks are allowed: for demo and tests. */
  readonly allowPrivateAddresses: boolean;
  /** Milliseconds for everything together. */
  readonly timeout?: number;
}

const TIMEOUT = 10_000;

/** Bytes. Metadata of a server has a few KiB. */
const MAX_DOCUMENT = 1024 * 1024;

/** For commands: each request has a connection of its own, so that nothing keeps the process alive afterwards. */
export function createDocumentFetcher(options: DocumentFetcherOptions): FetchDocument {
  const { userAgent, proxies, allowPrivateAddresses, timeout = TIMEOUT } = options;
  const findProxy = createProxyFinder(proxies);
  const connect = createConnector({
    findProxy,
    lookup: lookUpAddresses,
    timeouts: CONNECT_TIMEOUTS,
    scope: allowPrivateAddresses ? 'any' : 'public',
  });
  const agent = new Agent({
    connect: adaptConnect(connect),
    allowH2: false,
    maxResponseSize: MAX_DOCUMENT,
  });

  return async (url) => {
    const address = URL.parse(url);
    if (address === null) return { failure: 'is not a URL' };
    if (address.protocol !== 'https:' && !(allowPrivateAddresses && address.protocol === 'http:'))
      return { failure: 'must be https://' };
    try {
      const { target, headers } = findForwarding(address, findProxy);
      const { statusCode, body } = await agent.request({
        origin: address.origin,
        path: target,
        method: 'GET',
        headers: { 'user-agent': userAgent, accept: 'application/json', ...headers },
        reset: true,
        signal: AbortSignal.timeout(timeout),
      });
      return { status: statusCode, body: await text(body) };
    } catch (error) {
      return { failure: describeError(error) };
    }
  };
}

function describeError(error: unknown): string {
  if (error instanceof ConnectError) return error.message;
  return error instanceof Error && error.name === 'TimeoutError' ? 'no answer in time' : readErrorCode(error);
}
