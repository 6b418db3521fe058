import ipaddr from 'ipaddr.js';

/** The well-known prefix of NAT64 (RFC 6052 section 2.1), as bytes. */
const NAT64: readonly number[] = [0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0];

/** The IPv4 address that an IPv6 address stands for: mapped (RFC 4291 section 2.5.5.2), NAT64 (RFC 6052), 6to4 (RFC 3056). */
export function findInnerAddress(address: ipaddr.IPv6): ipaddr.IPv4 | undefined {
  const bytes = address.toByteArray();
  const isTranslated = NAT64.every((byte, index) => byte === bytes[index]);
  if (address.isIPv4MappedAddress() || isTranslated) return new ipaddr.IPv4(bytes.slice(12));
  return address.range() === '6to4' ? new ipaddr.IPv4(bytes.slice(2, 6)) : undefined;
}
