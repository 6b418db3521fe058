import { setTimeout as sleep } from 'node:timers/promises';
import type { Store } from './connect-store.ts';
import { RELEASE } from './scripts.ts';

/**
 * Tokens that were spent while the store was away. It is told when it is back: another replica would present a stale copy
 * of such a token, and a provider that reads reuse as theft would end the whole family.
 */
export interface SpentBacklog {
  /** @param keys those of `RELEASE`: the answer, the superseded token, a lease */
  add(keys: SpentKeys): void;
  count(): number;
}

export type SpentKeys = readonly [answer: string, superseded: string, lease: string];

export interface SpentBacklogOptions {
  /** Milliseconds for which one command may take. */
  readonly budget: number;
  /** Milliseconds for which a spent token is known to be spent; 0: never. */
  readonly supersededMs: number;
  /** Milliseconds that never go back. */
  readonly monotonic: () => number;
}

/** Some 300 bytes each. Beyond that the oldest are dropped: the replica itself still knows them. */
const MAX_ENTRIES = 20_000;

/** Milliseconds between two looks at a store that is away. */
const PAUSE = 500;

interface Entry {
  readonly keys: SpentKeys;
  readonly endsAt: number;
}

/** One loop for all entries, and one command at a time: a store that has just come back has other work to do. */
export function createSpentBacklog(
  store: Store,
  { budget, supersededMs, monotonic }: SpentBacklogOptions,
): SpentBacklog {
  const entries = new Map<string, Entry>();
  let isDraining = false;

  /** @returns whether the store knows it, or need not know it any more */
  async function tell({ keys, endsAt }: Entry): Promise<boolean> {
    const left = Math.floor(endsAt - monotonic());
    if (left <= 0) return true;
    // Nobody owns a lease under this name, so none is given back.
    const outcome = await store.attempt(
      { script: RELEASE, keys, values: ['nobody', 'superseded', String(left)] },
      budget,
    );
    return outcome !== undefined && 'reply' in outcome;
  }

  async function drain(): Promise<void> {
    isDraining = true;
    while (entries.size > 0) {
      await sleep(PAUSE, undefined, { ref: false });
      for (const [name, entry] of entries) {
        if (!(await tell(entry))) break;
        entries.delete(name);
      }
    }
    isDraining = false;
  }

  return {
    add(keys) {
      if (supersededMs === 0) return;
      const [, name] = keys;
      if (entries.size >= MAX_ENTRIES) entries.delete(entries.keys().next().value ?? name);
      entries.set(name, { keys, endsAt: monotonic() + supersededMs });
      if (!isDraining) drain();
    },
    count: () => entries.size,
  };
}
