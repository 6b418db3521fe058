import ipaddr from 'ipaddr.js';

/** Groups of 16 bits that name a network of IPv6: a customer gets a /64 (RFC 6177), with more addresses than there are keys. */
const NETWORK_GROUPS = 4;

/** What of a client's address is counted together: an IPv4 address as it is, an IPv6 address by its /64. */
export function nameClientNetwork(address: string): string {
  if (!address.includes(':') || !ipaddr.IPv6.isValid(address)) return address;
  const groups = ipaddr.IPv6.parse(address).parts.slice(0, NETWORK_GROUPS);
  return `${groups.map((group) => group.toString(16)).join(':')}::/64`;
}
