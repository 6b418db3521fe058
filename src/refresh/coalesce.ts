import { isDomiError, toCoalescedError } from '../oauth/errors.ts';
import type { Refreshed } from './refreshed.ts';

/** The result of a call that another request has started. */
export async function coalesce(result: Promise<Refreshed>): Promise<Refreshed> {
  try {
    const { tokens } = await result;
    return { tokens, source: 'coalesced' };
  } catch (error) {
    throw isDomiError(error) ? toCoalescedError(error) : error;
  }
}
