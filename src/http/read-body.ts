import { DomiError } from '../oauth/errors.ts';
import type { DomiContext } from './context.ts';
import { hasBody } from './has-body.ts';

/**
 * Reads a body to its end, byte for byte, and asks a client for it that waits for that.
 * @param most bytes
 * @returns undefined when it is larger; the rest is left unread
 * @throws DomiError `client_closed_request` when the client leaves before the end
 */
export async function readBody(ctx: DomiContext, most: number): Promise<Buffer | undefined> {
  if (Number(ctx.get('Content-Length')) > most) return undefined;
  askForBody(ctx);
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of ctx.req.iterator({ destroyOnReturn: false })) {
      size += (chunk as Buffer).length;
      if (size > most) return undefined;
      chunks.push(chunk as Buffer);
    }
  } catch {
    throw new DomiError('client_closed_request', { reason: 'the body broke off' });
  }
  return Buffer.concat(chunks);
}

/**
 * Answers `Expect: 100-continue` (RFC 9110 section 10.1.1) at the last moment, so that a request that is refused before has
 * one final answer and sends no body. HTTP/1.0 knows no 100, and its expectation must be ignored.
 */
function askForBody(ctx: DomiContext): void {
  // `checkRequestHead` lets no other expectation pass.
  const waits = ctx.req.httpVersion === '1.1' && ctx.get('Expect') !== '';
  if (waits && hasBody(ctx)) ctx.res.writeContinue();
}
