import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** A port behind an address, or a name in place of one (RFC 7239 section 6.2). */
const PORT = String.raw`:(?:\d{1,5}|_[A-Za-z0-9._-]{1,64})`;
const BRACKETED = new RegExp(String.raw`^\[([^\]]*)\](?:${PORT})?$`);
const WITH_PORT = new RegExp(`^([^:]*)${PORT}$`);

/**
 * Parses an address as proxies write it into `X-Forwarded-For`: with a port (Azure Application Gateway, IIS), an IPv6 address in
 * brackets, in quotes (RFC 7239 section 6), an IPv4 address as IPv6, dotted or in hexadecimal (RFC 4291 section 2.5.5.2).
 * @returns its usual form (RFC 5952 for IPv6, dotted for any IPv4), or undefined if it is not an address
 */
export function parseAddress(text: string): string | undefined {
  if (isIP(text) === 4) return text;
  const plain = text
    .trim()
    .replace(/^"([^"]*)"$/, '$1')
    .trim();
  if (plain.length > MAX_LENGTH) return undefined;
  const host = BRACKETED.exec(plain)?.[1] ?? WITH_PORT.exec(plain)?.[1] ?? plain;
  if (isIP(host) !== 6) return isIP(host) === 4 ? host : undefined;
  // The zone of a link-local address names an interface of the proxy.
  const parsed = ipaddr.IPv6.parse(host.replace(/%.*$/, ''));
  return (parsed.isIPv4MappedAddress() ? parsed.toIPv4Address() : parsed).toString();
}

/** The longest form: an IPv6 address that ends in an IPv4 one, with a zone, in brackets, with a port. */
const MAX_LENGTH = 128;
