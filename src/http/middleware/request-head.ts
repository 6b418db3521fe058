import { DomiError, type ErrorCode } from '../../oauth/errors.ts';
import type { Step } from '../context.ts';
import { hasBody } from '../has-body.ts';

/** Far more than browsers and proxies send. */
export const MAX_HEADERS = 100;

/** Node's parser also lets 0.9 and 2.0 pass, without the rules of either. */
const VERSIONS: readonly string[] = ['1.0', '1.1'];

/** A path and a query (RFC 9112 section 3.2.1), without the fragments and blanks that would lead to Node's old URL parser. */
const PATH = /^\/[^#\s]*$/;

/** Headers that this service reads. If one is repeated, Node silently keeps the first. */
const SINGLE: Readonly<Record<string, string>> = { host: 'Host', authorization: 'Authorization' };

/**
 * Refuses heads that two parsers could interpret differently: another version of HTTP, no Host or a repeated one, a repeated
 * Authorization (RFC 9112 section 3.2), request targets other than a path, and a transfer coding under `chunked` (RFC 9112
 * section 6.1). RFC 9112 section 3.2.2 wants the absolute form accepted; it names a second host, of which a proxy in front may have
 * read the other one, and clients send it to forward proxies only. Refuses what Node would refuse or cut without a word: further
 * headers, and expectations other than `100-continue` (RFC 9110 section 10.1.1).
 */
export function checkRequestHead(): Step {
  return function checkRequestHead(ctx, next) {
    const { rawHeaders, httpVersion, headers } = ctx.req;
    if (!VERSIONS.includes(httpVersion)) {
      ctx.set('Connection', 'close');
      throw refuse('invalid_request', 'The HTTP version is not 1.0 or 1.1.');
    }
    // `rawHeaders` alternates names and values.
    if (rawHeaders.length > 2 * MAX_HEADERS)
      throw refuse('request_header_too_large', `The request has more than ${MAX_HEADERS} headers.`);
    const repeated = findRepeated(rawHeaders);
    if (repeated) throw refuse('invalid_request', `The request has more than one ${repeated} header.`);
    if (headers['transfer-encoding'] !== undefined && !/^chunked$/i.test(headers['transfer-encoding']))
      throw refuse('invalid_request', 'Transfer-Encoding is not chunked, or is repeated.');
    if (headers.host === undefined && httpVersion === '1.1') {
      ctx.set('Connection', 'close');
      throw refuse('invalid_request', 'The request has no Host header.');
    }
    if (!PATH.test(ctx.url)) {
      // Koa's parser throws at some of them, and what follows, such as the error page, reads the path.
      ctx.url = '/';
      throw refuse('invalid_request', 'The request target is not a path.');
    }
    if (headers.expect !== undefined && !/^100-continue$/i.test(headers.expect))
      throw refuse('expectation_failed', 'The request expects something other than 100-continue.');
    return next();
  };
}

function findRepeated(rawHeaders: readonly string[]): string | undefined {
  const seen = new Set<string>();
  for (let index = 0; index < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? '').toLowerCase();
    if (!Object.hasOwn(SINGLE, name)) continue;
    if (seen.has(name)) return SINGLE[name];
    seen.add(name);
  }
  return undefined;
}

/** The texts are fixed, so they may stand in the answer and in the log. */
function refuse(code: ErrorCode, text: string): DomiError {
  return new DomiError(code, { description: text, reason: text });
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

/** Koa's negotiation of a type knows the blanks by itself. */
const WEIGHTED = ['accept-language', 'accept-encoding'] as const;

/**
 * Removes blanks before a weight (`de; q=0.5`), which RFC 9110 section 12.4.2 allows and .NET writes: Koa's negotiation would
 * take that weight for the greatest one.
 */
export function compactWeights(): Step {
  return function compactWeights(ctx, next) {
    for (const name of WEIGHTED) {
      const value = ctx.req.headers[name];
      if (value !== undefined) ctx.req.headers[name] = String(value).replace(/;[ \t]+/g, ';');
    }
    return next();
  };
}
