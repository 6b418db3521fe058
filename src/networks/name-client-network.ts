import ipaddr from 'ipaddr.js';
import { findInnerAddress } from './find-inner-address.ts';

/**
 * Groups of 16 bits. A site gets up to a /48 (RFC 6177 section 2), and anybody gets one from a tunnel broker: counted by /64, one
 * attacker would be 65,536 clients. Honest neighbours in one /48 are as many as behind one NAT address, for which limits are made.
 */
const NETWORK_GROUPS = 3;

/**
 * Names the network whose requests are counted together: an IPv4 address itself, also one that is mapped or translated into
 * IPv6, or the /48 of an IPv6 address.
 */
export function nameClientNetwork(address: string): string {
  if (!address.includes(':') || !ipaddr.IPv6.isValid(address)) return address;
  const parsed = ipaddr.IPv6.parse(address);
  const inner = findInnerAddress(parsed);
  if (inner !== undefined) return inner.toString();
  const groups = parsed.parts.slice(0, NETWORK_GROUPS);
  return `${groups.map((group) => group.toString(16)).join(':')}::/48`;
}
