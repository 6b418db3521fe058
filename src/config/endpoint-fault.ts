import { BlockList, isIP } from 'node:net';
import { isLoopbackName } from './public-url.ts';

/** Addresses that no public meeting service has: an endpoint there would turn us on our own network (SSRF). */
const PRIVATE = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const) {
  PRIVATE.addSubnet(network, bits, 'ipv4');
}
for (const [network, bits] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const) {
  PRIVATE.addSubnet(network, bits, 'ipv6');
}

/**
 * Judges an endpoint with its variables filled in.
 * @param allowInsecure the switch of demo and tests: plain http and loopback addresses pass
 * @returns what is wrong with it, or undefined
 */
export function findEndpointFault(text: string, allowInsecure: boolean): string | undefined {
  if (!URL.canParse(text)) return 'is not a URL';
  const url = new URL(text);
  if (url.username || url.password) return 'must not hold a user name or password';
  if (url.hash) return 'must not have a fragment';
  if (allowInsecure) return undefined;
  if (url.protocol !== 'https:') return 'has to be https://';
  if (isLoopbackName(url.hostname) || isPrivateAddress(url.hostname)) return 'points into a private network';
  return undefined;
}

function isPrivateAddress(hostname: string): boolean {
  const address = hostname.replace(/^\[|\]$/g, '');
  const family = isIP(address);
  return family !== 0 && PRIVATE.check(address, family === 6 ? 'ipv6' : 'ipv4');
}
