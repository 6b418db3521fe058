import type { OutboundProxies } from './outbound-proxies.ts';

/** The form in which agents of Node.js take proxies: variables by name. Its values hold passwords. Ask a finder for exceptions. */
export function toProxyEnvironment({ https, http }: OutboundProxies): Record<string, string> {
  return {
    ...(https && { https_proxy: https.href }),
    ...(http && { http_proxy: http.href }),
  };
}
