import { DomiError } from '../../oauth/errors.ts';
import type { Step } from '../context.ts';
import { hasBody } from '../has-body.ts';

/** Headers that this service reads. If one is repeated, Node silently keeps the first. */
const SINGLE: ReadonlySet<string> = new Set(['host', 'authorization']);

/**
 * Refuses heads that two parsers could interpret differently: a repeated Host or Authorization (RFC 9112
 * section 3.2), and request targets other than a path (absolute form, RFC 9112 section 3.2.2).
 */
export function checkRequestHead(): Step {
  return function checkRequestHead(ctx, next) {
    const { rawHeaders } = ctx.req;
    const seen = new Set<string>();
    // `rawHeaders` alternates names and values.
    for (let index = 0; index < rawHeaders.length; index += 2) {
      const name = (rawHeaders[index] ?? '').toLowerCase();
      if (!SINGLE.has(name)) continue;
      if (seen.has(name)) throw new DomiError('invalid_request', { reason: `repeated ${name} header` });
      seen.add(name);
    }
    if (!ctx.url.startsWith('/'))
      throw new DomiError('invalid_request', { reason: 'request target is not a path' });
    return next();
  };
}

/**
 * Only webhooks read a body, up to a bound. The connection is closed after the answer, so that a client cannot keep it busy with
 * gigabytes: Node would otherwise read the rest to reuse the connection.
 */
export function refuseBodies(): Step {
  return function refuseBodies(ctx, next) {
    if (hasBody(ctx)) ctx.set('Connection', 'close');
    return next();
  };
}

/**
 * Merges repeated slashes: Notes appends paths to a root URL that often ends with a slash. It does not redirect, since
 * Notes follows no redirects.
 */
export function mergeSlashes(): Step {
  return function mergeSlashes(ctx, next) {
    const end = ctx.url.indexOf('?');
    const path = end < 0 ? ctx.url : ctx.url.slice(0, end);
    const query = end < 0 ? '' : ctx.url.slice(end);
    if (path.includes('//')) ctx.url = path.replace(/\/{2,}/g, '/') + query;
    return next();
  };
}
