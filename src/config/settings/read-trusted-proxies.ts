import { BlockList, isIP } from 'node:net';
import type { FaultList } from '../report/fault-list.ts';

/** @returns CIDR ranges, in the order of the text */
export function readTrustedProxies(text: string | undefined, faults: FaultList): string[] {
  const ranges = (text ?? '')
    .split(',')
    .map((range) => range.trim())
    .filter((range) => range !== '');
  ranges.forEach((range, index) => {
    if (!isCidr(range)) {
      faults.add('DOMI_TRUSTED_PROXIES', `entry ${index + 1} is not an address or CIDR range`);
    }
  });
  return ranges;
}

function isCidr(range: string): boolean {
  const [address = '', bits, ...rest] = range.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  if (bits === undefined) return true;
  try {
    new BlockList().addSubnet(address, Number(bits), family === 6 ? 'ipv6' : 'ipv4');
    return /^\d+$/.test(bits);
  } catch {
    return false;
  }
}
