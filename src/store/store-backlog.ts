import { setTimeout as sleep } from 'node:timers/promises';
import { CALL_BUDGET } from '../time/budgets.ts';
import type { Store } from './connect-store.ts';
import type { ScriptCall } from './run-script.ts';
import { END_REPLAY } from './scripts.ts';
import { isAnswerKey, toSupersededKey } from './store-keys.ts';

/**
 * What a store that was away has missed, told when it is back. Without that, another replica would present a stale copy of a
 * spent token, and a provider that reads reuse as theft would end the whole family; or it would give an answer again whose tokens
 * are spent or revoked.
 */
export interface StoreBacklog {
  /**
   * Tells these calls in their order. They take the place of what was to be told under the same name.
   * @param lifetime milliseconds after which it is of no use to anybody; 0: it is not kept
   */
  add(name: string, calls: readonly BuildCall[], lifetime: number): void;
  /** Ends the replay of the answers that a reply names. */
  endReplays(reply: unknown): void;
  count(): number;
}

/**
 * Built anew for each attempt: what a late one may do depends on how late it is.
 * @param left milliseconds for which it is of use
 * @returns undefined when there is nothing to tell any more
 */
export type BuildCall = (left: number) => ScriptCall | undefined;

export interface StoreBacklogOptions {
  /** Milliseconds for which a response may be replayed. */
  readonly replayMs: number;
  /** Milliseconds that never go back. */
  readonly monotonic: () => number;
}

/** Up to three kilobytes each. Beyond that the oldest are dropped: the replica itself still knows them. */
const MAX_ENTRIES = 10_000;

/** Milliseconds between two looks at a store that is away. */
const PAUSE = 500;

/** Milliseconds for one call: no client waits for it. */
const BUDGET = 1000;

interface Entry {
  readonly calls: readonly BuildCall[];
  readonly endsAt: number;
}

/** One loop for all entries, and one command at a time: a store that has just come back has other work to do. */
export function createStoreBacklog(store: Store, { replayMs, monotonic }: StoreBacklogOptions): StoreBacklog {
  const entries = new Map<string, Entry>();
  let isDraining = false;

  function add(name: string, calls: readonly BuildCall[], lifetime: number): void {
    if (lifetime <= 0) return;
    // Told after what was added before it: what is known of a token by then counts.
    entries.delete(name);
    if (entries.size >= MAX_ENTRIES) entries.delete(entries.keys().next().value ?? name);
    entries.set(name, { calls, endsAt: monotonic() + lifetime });
    if (!isDraining) drain();
  }

  function endReplays(reply: unknown): void {
    const found = Array.isArray(reply) ? reply.filter(isAnswerKey) : [];
    for (const key of found) add(key, [() => buildReplayEnd(key, replayMs)], toEndTime(replayMs));
  }

  /** @returns whether the store knows it, or need not know it any more */
  async function tell({ calls, endsAt }: Entry): Promise<boolean> {
    for (const build of calls) {
      const left = Math.floor(endsAt - monotonic());
      const call = left > 0 ? build(left) : undefined;
      if (call === undefined) continue;
      const outcome = await store.runInBackground(call, BUDGET);
      if (outcome === undefined || 'fault' in outcome) return false;
      endReplays(outcome.reply);
    }
    return true;
  }

  async function drain(): Promise<void> {
    isDraining = true;
    while (entries.size > 0) {
      for (const [name, entry] of entries) {
        if (!(await tell(entry))) break;
        // Not what has taken its place meanwhile.
        if (entries.get(name) === entry) entries.delete(name);
      }
      if (entries.size > 0) await sleep(PAUSE, undefined, { ref: false });
    }
    isDraining = false;
  }

  return { add, endReplays, count: () => entries.size };
}

/**
 * Ends the replay of an answer, also of one that is published late.
 * @param answer its key
 */
export function buildReplayEnd(answer: string, replayMs: number): ScriptCall {
  const values = [String(toEndTime(replayMs))];
  return { script: END_REPLAY, keys: [answer, toSupersededKey(answer)], values };
}

/** Milliseconds for which an answer may still appear in the store, or be there. */
const toEndTime = (replayMs: number): number => Math.max(replayMs, CALL_BUDGET);
