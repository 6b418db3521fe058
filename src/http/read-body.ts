import { DomiError } from '../oauth/errors.ts';
import type { DomiContext } from './context.ts';

/**
 * Reads a body to its end, byte for byte.
 * @param most bytes
 * @returns undefined when it is larger; the rest is left unread
 * @throws DomiError `client_closed_request` when the client leaves before the end
 */
export async function readBody(ctx: DomiContext, most: number): Promise<Buffer | undefined> {
  if (Number(ctx.get('Content-Length')) > most) return undefined;
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
