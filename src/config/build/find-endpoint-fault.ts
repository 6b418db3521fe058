import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';
import { isLoopbackName } from '../settings/is-loopback-name.ts';

/** Top-level names that are no one's on the Internet: RFC 6761, 6762, 8375, 9476, ICANN's `internal`, Kubernetes. */
const PRIVATE_NAMES =
  /(^|\.)(local|localdomain|internal|intranet|private|corp|home|lan|svc|invalid|onion|home\.arpa)$/;

/**
 * Validates an endpoint with its variables filled in. One that points into a private network would turn us on our own
 * neighbours (SSRF). `URL` has already turned decimal, octal and hexadecimal addresses into the usual form.
 * @param allowInsecure the switch of demo and tests: plain http and any address pass
 * @returns what is wrong with it, reading on after the name of the field; undefined when nothing is
 */
export function findEndpointFault(text: string, allowInsecure: boolean): string | undefined {
  if (!URL.canParse(text)) return 'is not a URL';
  const url = new URL(text);
  if (url.username || url.password)
    return 'must not hold a user name or password: they go into clientId and clientSecret';
  if (text.includes('#')) return 'must not have a fragment (#)';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must be https://';
  if (allowInsecure) return undefined;
  if (url.protocol !== 'https:') return 'must be https://';
  return isPublicHost(url.hostname) ? undefined : 'points into a private network: name a public host';
}

/** A page that people open: nothing is sent there by us, so a fragment or an address within the company is fine. */
export function findPageFault(text: string): string | undefined {
  if (!URL.canParse(text)) return 'is not a URL';
  const url = new URL(text);
  return url.username || url.password ? 'must not hold a user name or password' : undefined;
}

/** RFC 8414 section 2: compared as text, so only its form is validated. */
export function findIssuerFault(text: string): string | undefined {
  if (!URL.canParse(text)) return 'is not a URL';
  const { protocol, username, password } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return 'must be https://';
  if (username || password) return 'must not hold a user name or password';
  return /[?#]/.test(text) ? 'must not have a query or fragment' : undefined;
}

function isPublicHost(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$|\.$/g, '');
  // All that is not plain unicast: loopback, link-local, mapped and translated IPv4, documentation, multicast.
  if (isIP(name) !== 0) return ipaddr.parse(name).range() === 'unicast';
  return name.includes('.') && !isLoopbackName(name) && !PRIVATE_NAMES.test(name);
}
