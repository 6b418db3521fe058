import { compileRanges } from '../../networks/compile-ranges.ts';
import { parseAddress } from '../../networks/parse-address.ts';
import type { Step } from '../context.ts';

/**
 * Resolves the address of the client. X-Forwarded-For is read from right to left, and only as far as trusted proxies
 * wrote it: each of them appends the address of its peer.
 */
export function resolveClientAddress(trustedProxies: readonly string[]): Step {
  const isTrusted = compileRanges(trustedProxies);
  return function resolveClientAddress(ctx, next) {
    const { remoteAddress = '' } = ctx.req.socket;
    const peer = parseAddress(remoteAddress) ?? remoteAddress;
    ctx.state.isPeerTrusted = isTrusted(peer);
    ctx.state.clientAddress = ctx.state.isPeerTrusted
      ? followProxies(peer, ctx.get('X-Forwarded-For'), isTrusted)
      : peer;
    return next();
  };
}

/** @returns the first address that no trusted proxy has, or the last one that can be read */
function followProxies(peer: string, forwarded: string, isTrusted: (address: string) => boolean): string {
  let address = peer;
  for (const text of forwarded.split(',').reverse()) {
    const next = parseAddress(text);
    if (next === undefined) return address;
    address = next;
    if (!isTrusted(address)) return address;
  }
  return address;
}
