import ipaddr from 'ipaddr.js';
import { findInnerAddress } from './find-inner-address.ts';

/**
 * Whether an address belongs to the public Internet: neither loopback, private, link-local, shared, documentation,
 * reserved nor multicast. An IPv6 address that stands for an IPv4 address is as public as that one: networks without
 * IPv4 reach every IPv4 service by such addresses.
 * @param address without brackets
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed instanceof ipaddr.IPv4) return parsed.range() === 'unicast';
  const inner = findInnerAddress(parsed as ipaddr.IPv6);
  if (inner !== undefined) return inner.range() === 'unicast';
  return parsed.range() === 'unicast' && isGlobalUnicast(parsed as ipaddr.IPv6);
}

/** 2000::/3, all that has been handed out (RFC 4291 section 2.4); other space has no meaning or an old one. */
function isGlobalUnicast(address: ipaddr.IPv6): boolean {
  return ((address.parts[0] ?? 0) & 0xe000) === 0x2000;
}
