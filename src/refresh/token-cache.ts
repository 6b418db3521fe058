import type { Names } from '../sealing/fingerprint.ts';
import { createExpiringMap } from './expiring-map.ts';
import { createTextRing, type RingPlace } from './text-ring.ts';

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
  const { replayMs, deadMs, entries, octets } = limits;
  const sealedAnswers = createTextRing(octets);
  const answers = createExpiringMap<{ readonly place: RingPlace; replays: number }>(
    { lifetime: replayMs, entries },
    monotonic,
  );
  /**
   * From what an answer holds to the token that it answered: two for each answer, of which the newest half is sure to be there. So
   * twice as many, for no answer may outlive what ends its replay.
   */
  const parents = createExpiringMap<string>({ lifetime: replayMs, entries: 4 * entries }, monotonic);
  const dead = createExpiringMap<true>({ lifetime: deadMs, entries }, monotonic);

  return {
    replay(names) {
      for (const name of names) {
        const answer = answers.get(name);
        if (answer === undefined) continue;
        answer.replays += 1;
        if (answer.replays <= limits.replays) return sealedAnswers.read(answer.place);
        answers.delete(name);
        dead.set(name, true);
      }
      return undefined;
    },
    keep([name], sealed, successors) {
      const place = replayMs > 0 ? sealedAnswers.write(sealed) : undefined;
      if (place === undefined) return;
      answers.set(name, { place, replays: 0 });
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
    isDead: (names) => names.some((name) => dead.get(name) === true),
    markDead: ([name]) => void dead.set(name, true),
    sweep() {
      answers.sweep();
      parents.sweep();
      dead.sweep();
    },
  };
}
