import { BlockList, isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/**
 * Compiles addresses and CIDR ranges.
 * @returns a function that says whether an address, as `parseAddress` returns it, is in one of them
 * @throws TypeError when a text is neither
 */
export function compileRanges(ranges: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const range of ranges) addRange(list, range);
  return (address) => {
    const family = isIP(address);
    return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
  };
}

function addRange(list: BlockList, range: string): void {
  const [host = '', length, ...rest] = range.split('/');
  const bits = isIP(host) === 6 ? 128 : 32;
  const prefix = /^\d{1,3}$/.test(length ?? String(bits)) ? Number(length ?? bits) : Number.NaN;
  if (isIP(host) === 0 || host.includes('%') || rest.length > 0 || !(prefix <= bits))
    throw new TypeError('neither an address nor a CIDR range');
  const mapped = bits === 128 && ipaddr.IPv6.parse(host).isIPv4MappedAddress() && prefix >= 96;
  // Addresses are compared in their usual form, which is IPv4.
  if (mapped) list.addSubnet(ipaddr.IPv6.parse(host).toIPv4Address().toString(), prefix - 96, 'ipv4');
  else list.addSubnet(host, prefix, bits === 128 ? 'ipv6' : 'ipv4');
}
