import ipaddr from 'ipaddr.js';

/** Groups of 16 bits. A site gets a /64 at least (RFC 6177), which has more addresses than a window has keys. */
const NETWORK_GROUPS = 4;

/**
 * Whose requests are counted together: an IPv4 address as it is, also when it is written as IPv6 (RFC 4291 section
 * 2.5.5.2); any other IPv6 address by its /64.
 */
export function nameClientNetwork(address: string): string {
  if (!address.includes(':') || !ipaddr.IPv6.isValid(address)) return address;
  const parsed = ipaddr.IPv6.parse(address);
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().toString();
  const groups = parsed.parts.slice(0, NETWORK_GROUPS);
  return `${groups.map((group) => group.toString(16)).join(':')}::/64`;
}
