import { isIP } from 'node:net';
import { isPublicAddress } from '../../networks/is-public-address.ts';
import { isLoopbackName } from '../settings/is-loopback-name.ts';

/** Names that do not exist on the public Internet: RFC 6761, 6762, 8375, 9476, ICANN's `internal`, Kubernetes. */
const PRIVATE_NAMES =
  /(^|\.)(local|localdomain|internal|intranet|private|corp|home|lan|svc|invalid|onion|home\.arpa)$/;

/**
 * Validates an endpoint with its variables filled in. An endpoint in a private network could make us attack our own
 * neighbours (SSRF). `URL` has already converted decimal, octal and hexadecimal addresses to the usual form.
 * @param allowInsecure for demo and tests: allows plain http and private addresses
 * @returns a fault that continues the name of the field; undefined without a fault
 */
export function findEndpointFault(text: string, allowInsecure: boolean): string | undefined {
  if (!URL.canParse(text)) return 'is not a URL';
  const url = new URL(text);
  if (url.username || url.password)
    return 'must not contain a user name or password: they belong in clientId and clientSecret';
  if (text.includes('#')) return 'must not have a fragment (#)';
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'must be https://';
  if (allowInsecure) return undefined;
  if (url.protocol !== 'https:') return 'must be https://';
  return isPublicHost(url.hostname) ? undefined : 'points into a private network: name a public host';
}

/** Validates a page that users open. We send nothing there, so a fragment or an internal address is allowed. */
export function findPageFault(text: string): string | undefined {
  if (!URL.canParse(text)) return 'is not a URL';
  const url = new URL(text);
  return url.username || url.password ? 'must not contain a user name or password' : undefined;
}

/** Validates an issuer (RFC 8414 section 2). It is only compared as text, so any host is allowed. */
export function findIssuerFault(text: string): string | undefined {
  if (!URL.canParse(text)) return 'is not a URL';
  const { protocol, username, password } = new URL(text);
  if (protocol !== 'https:' && protocol !== 'http:') return 'must be https://';
  if (username || password) return 'must not contain a user name or password';
  return /[?#]/.test(text) ? 'must not have a query or fragment' : undefined;
}

function isPublicHost(hostname: string): boolean {
  const name = hostname.replace(/^\[|\]$|\.$/g, '');
  if (isIP(name) !== 0) return isPublicAddress(name);
  return name.includes('.') && !isLoopbackName(name) && !PRIVATE_NAMES.test(name);
}
