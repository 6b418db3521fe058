import { isIP } from 'node:net';
import proxyAddr from 'proxy-addr';
import type { Step } from '../context.ts';

/**
 * Resolves the address of the client. X-Forwarded-For is read from right to left, and only as far as trusted proxies
 * wrote it.
 */
export function resolveClientAddress(trustedProxies: readonly string[]): Step {
  const isTrusted = proxyAddr.compile([...trustedProxies]);
  return function resolveClientAddress(ctx, next) {
    const claimed = proxyAddr(ctx.req, isTrusted);
    const peer = ctx.req.socket.remoteAddress ?? '';
    const address = isIP(claimed ?? '') ? claimed : peer;
    // A socket that listens on IPv6 writes IPv4 peers as ::ffff:192.0.2.1 (RFC 4291 section 2.5.5.2).
    ctx.state.isPeerTrusted = isTrusted(peer, 0);
    ctx.state.clientAddress = address.replace(/^::ffff:(?=\d+\.)/, '');
    return next();
  };
}
