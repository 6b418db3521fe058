import { type Endpoint, toEndpoint } from './endpoint.ts';
import { createNoProxyList } from './no-proxy-list.ts';
import type { OutboundProxies } from './outbound-proxies.ts';

export interface Proxy extends Endpoint {
  /** Value of `Proxy-Authorization`: a secret. */
  readonly authorization?: string;
}

/** @returns the proxy that leads to this endpoint; undefined: it is called directly */
export type FindProxy = (endpoint: Endpoint) => Proxy | undefined;

export function createProxyFinder(proxies: OutboundProxies | undefined): FindProxy {
  if (proxies?.http === undefined && proxies?.https === undefined) return () => undefined;
  const direct = createNoProxyList(proxies.noProxy);
  const http = proxies.http && toProxy(proxies.http);
  const https = proxies.https && toProxy(proxies.https);
  return (endpoint) => {
    const proxy = endpoint.protocol === 'https:' ? https : http;
    return proxy === undefined || direct.includes(endpoint) ? undefined : proxy;
  };
}

function toProxy(url: URL): Proxy {
  const authorization = buildBasicCredentials(url);
  return { ...toEndpoint(url), ...(authorization !== undefined && { authorization }) };
}

/** RFC 7617; the URL has user and password percent-encoded. */
function buildBasicCredentials({ username, password }: URL): string | undefined {
  if (username === '' && password === '') return undefined;
  const joined = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return `Basic ${Buffer.from(joined, 'utf8').toString('base64')}`;
}
