import { normalizeHost } from '../../tenants/normalize-host.ts';
import { isLoopbackName } from './is-loopback-name.ts';

/**
 * Validates the address under which browsers reach a tenant.
 * @returns a fault that continues the name of the setting, or undefined
 */
export function findPublicUrlFault(text: string): string | undefined {
  if (!URL.canParse(text)) return 'is not a URL such as https://domi.example.com';
  const url = new URL(text);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must begin with https://';
  if (url.username || url.password) return 'must not contain a user name or password';
  if (url.search || url.hash) return 'must not have a query or fragment';
  // A tenant is found by its host: what the lookup cannot read would never answer.
  if (normalizeHost(url.host) === undefined)
    return 'has a host name with characters other than letters, digits, hyphens, underscores and dots between them';
  if (!/^(\/[A-Za-z0-9._~-]+)*\/*$/.test(url.pathname))
    return 'has a path with characters that need escaping';
  if (url.protocol === 'http:' && !isLoopbackName(url.hostname)) {
    // RFC 9700 section 2.6; and the flow cookie is Secure, so a browser would not keep it over http anyway.
    return 'must be https:// (plain http works on localhost only)';
  }
  return undefined;
}
