import { type Endpoint, toEndpoint } from '../networks/endpoint.ts';
import type { FindProxy } from '../networks/proxy-finder.ts';

/** Where a request goes and what its first line and headers say because of that. */
export interface Forwarding {
  readonly endpoint: Endpoint;
  /** What stands in the request line. */
  readonly target: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Whether a proxy reads the request to pass it on, in place of a tunnel or the provider. */
  readonly isForwarded: boolean;
}

const NO_HEADERS = {};

/** An `http:` proxy gets the whole address and its credentials with each request (RFC 9112 section 3.2.2). */
export function findForwarding(url: URL, findProxy: FindProxy): Forwarding {
  const endpoint = toEndpoint(url);
  const path = url.pathname + url.search;
  const proxy = endpoint.protocol === 'http:' ? findProxy(endpoint) : undefined;
  if (proxy === undefined) return { endpoint, target: path, headers: NO_HEADERS, isForwarded: false };
  const { authorization } = proxy;
  return {
    endpoint,
    target: url.origin + path,
    headers: authorization === undefined ? NO_HEADERS : { 'proxy-authorization': authorization },
    isForwarded: true,
  };
}
