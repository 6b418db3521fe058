import ipaddr from 'ipaddr.js';

/** Groups of 16 bits. Every site gets at least a /64 (RFC 6177), which has more addresses than a window has keys. */
const NETWORK_GROUPS = 4;

/**
 * Names the network whose requests are counted together: an IPv4 address itself, even in IPv6 form (RFC 4291 section
 * 2.5.5.2), or the /64 of an IPv6 address.
 */
export function nameClientNetwork(address: string): string {
  if (!address.includes(':') || !ipaddr.IPv6.isValid(address)) return address;
  const parsed = ipaddr.IPv6.parse(address);
  if (parsed.isIPv4MappedAddress()) return parsed.toIPv4Address().toString();
  const groups = parsed.parts.slice(0, NETWORK_GROUPS);
  return `${groups.map((group) => group.toString(16)).join(':')}::/64`;
}
