import type { OutboundProxies } from '../../networks/outbound-proxies.ts';
import type { ProxySettings } from './read-outbound-proxies.ts';

/** Turns the settings, which have passed between threads as text, into what senders take. */
export function toOutboundProxies({ https, http, noProxy }: ProxySettings): OutboundProxies {
  return {
    ...(https !== undefined && { https: new URL(https) }),
    ...(http !== undefined && { http: new URL(http) }),
    noProxy,
  };
}
