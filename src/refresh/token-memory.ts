import { LRUCache } from 'lru-cache';
import type { Names } from '../sealing/fingerprint.ts';

/**
 * What one replica remembers of tokens for a short time: by fingerprint, never a token. Answers are sealed; see
 * sealed-answer.ts.
 */
export interface TokenMemory {
  /** @returns the sealed answer to this token, and counts that it was given again */
  replay(names: Names): string | undefined;
  /** @param successors fingerprints of what the answer holds: the first of them that is presented ends its replay */
  keep(names: Names, sealed: string, successors: readonly Names[]): void;
  /** The token was presented or used up: whatever was replayed before it is over, and its parent is dead. */
  endParentOf(names: Names): void;
  isDead(names: Names): boolean;
  markDead(names: Names): void;
  /** Drops what has expired; without it, it would stay until its place is needed. */
  sweep(): void;
}

export interface MemoryLimits {
  /** How long an answer may be given again; 0 keeps none. */
  readonly replayMs: number;
  /** How long a dead token is not asked about again. */
  readonly deadMs: number;
  /** How often one answer may be given again. */
  readonly replays: number;
  readonly entries: number;
  /** All sealed answers together. */
  readonly octets: number;
}

/** @param monotonic milliseconds that never go back */
export function createTokenMemory(limits: MemoryLimits, monotonic: () => number): TokenMemory {
  const clock = { perf: { now: monotonic }, ttlResolution: 0 };
  const answers = new LRUCache<string, { readonly sealed: string; replays: number }>({
    max: limits.entries,
    maxSize: limits.octets,
    sizeCalculation: ({ sealed }) => sealed.length,
    ttl: Math.max(1, limits.replayMs),
    ...clock,
  });
  /** From what an answer holds to the token that it answered. */
  const parents = new LRUCache<string, string>({
    // A bound by size: one by number takes the memory for all of them at once.
    maxSize: 2 * limits.entries,
    sizeCalculation: () => 1,
    ttl: Math.max(1, limits.replayMs),
    ...clock,
  });
  const dead = new LRUCache<string, true>({
    maxSize: limits.entries,
    sizeCalculation: () => 1,
    ttl: limits.deadMs,
    ...clock,
  });

  return {
    replay(names) {
      for (const name of names) {
        const answer = answers.get(name);
        if (answer === undefined) continue;
        answer.replays += 1;
        if (answer.replays <= limits.replays) return answer.sealed;
        answers.delete(name);
        dead.set(name, true);
      }
      return undefined;
    },
    keep([name], sealed, successors) {
      if (limits.replayMs === 0) return;
      answers.set(name, { sealed, replays: 0 });
      for (const [successor] of successors) parents.set(successor, name);
    },
    endParentOf(names) {
      for (const name of names) {
        const parent = parents.get(name);
        if (parent === undefined) continue;
        parents.delete(name);
        answers.delete(parent);
        dead.set(parent, true);
      }
    },
    isDead: (names) => names.some((name) => dead.has(name)),
    markDead: ([name]) => void dead.set(name, true),
    sweep() {
      answers.purgeStale();
      parents.purgeStale();
      dead.purgeStale();
    },
  };
}
