import { NO_REPLY, readReason } from './read-reason.ts';
import type { Script } from './scripts.ts';
import type { StoreLink } from './store-link.ts';
import { waitWithin } from './wait-within.ts';

export interface ScriptCall {
  readonly script: Script;
  /** At least one; in a cluster all in one slot. */
  readonly keys: readonly string[];
  readonly values?: readonly string[];
}

/** The reply of a script, or the reason why there is none. */
export type ScriptOutcome = { readonly reply: unknown } | { readonly fault: string };

/** @returns undefined when there is none, or when nothing was asked */
export function readReply(outcome: ScriptOutcome | undefined): unknown {
  return outcome !== undefined && 'reply' in outcome ? outcome.reply : undefined;
}

/**
 * Runs a script, once: when the time is up, nothing is sent any more.
 * @param budget milliseconds
 */
export async function runScript(link: StoreLink, call: ScriptCall, budget: number): Promise<ScriptOutcome> {
  const aborting = new AbortController();
  try {
    const work = send(link, call, aborting.signal).then((reply) => ({ reply }));
    return (await waitWithin(budget, work)) ?? { fault: NO_REPLY };
  } catch (error) {
    return { fault: readReason(error) };
  } finally {
    aborting.abort();
  }
}

/** A script is named by its digest; a restarted server does not know the digest, so it gets the text. */
async function send(
  link: StoreLink,
  { script, keys, values = [] }: ScriptCall,
  signal: AbortSignal,
): Promise<unknown> {
  const [key = ''] = keys;
  const rest = [String(keys.length), ...keys, ...values];
  try {
    return await link.send(key, ['EVALSHA', script.sha1, ...rest], signal);
  } catch (error) {
    if (signal.aborted || !(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
    return link.send(key, ['EVAL', script.text, ...rest], signal);
  }
}
