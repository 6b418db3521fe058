import ipaddr from 'ipaddr.js';

/** The well-known prefix of NAT64 (RFC 6052 section 2.1), as bytes. */
const NAT64: readonly number[] = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];

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

/** The IPv4 address that is reached: mapped (RFC 4291 section 2.5.5.2), NAT64 (RFC 6052), 6to4 (RFC 3056). */
function findInnerAddress(address: ipaddr.IPv6): ipaddr.IPv4 | undefined {
  const bytes = address.toByteArray();
  const isTranslated = NAT64.every((byte, index) => byte === bytes[index]);
  if (address.isIPv4MappedAddress() || isTranslated) return new ipaddr.IPv4(bytes.slice(12));
  return address.range() === '6to4' ? new ipaddr.IPv4(bytes.slice(2, 6)) : undefined;
}

/** 2000::/3, all that has been handed out (RFC 4291 section 2.4); other space has no meaning or an old one. */
function isGlobalUnicast(address: ipaddr.IPv6): boolean {
  return ((address.parts[0] ?? 0) & 0xe000) === 0x2000;
}
