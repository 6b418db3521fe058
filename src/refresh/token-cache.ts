import type { Names } from '../sealing/fingerprint.ts';
import { createExpiringMap } from './expiring-map.ts';
import { createTextRing, type RingPlace } from './text-ring.ts';

/** The response to a single-use token, in the form that is kept and shared. */
export interface SealedResponse {
  readonly sealed: string;
  /** Fingerprints of the tokens in the response: presenting one of them ends the replay. */
  readonly successors: readonly Names[];
}

/**
 * What one replica remembers of tokens for a short time. Keys are fingerprints, never tokens; responses are sealed (see
 * sealed-tokens.ts).
 */
export interface TokenCache {
  /** Counts a replay. @returns the sealed response to this token, or undefined */
  replay(names: Names): string | undefined;
  keep(names: Names, response: SealedResponse): void;
  /**
   * To be called when a token was presented: the response that held it is not replayed again, and the token
   * before it counts as dead.
   */
  endParentOf(names: Names): void;
  /**
   * To be called when a token was revoked: as above, and a refresh token is dead, so that the response to it is not replayed
   * either.
   */
  endGrantOf(names: Names): void;
  isDead(names: Names): boolean;
  markDead(names: Names): void;
  /** Drops expired entries, which would stay until their room is needed. */
  sweep(): void;
}

export interface TokenCacheLimits {
  /** Milliseconds for which a response may be replayed; 0 keeps none. */
  readonly replayMs: number;
  /** Milliseconds for which a dead token is refused without asking the provider. */
  readonly deadMs: number;
  /** How often one response may be replayed. */
  readonly replays: number;
  readonly entries: number;
  /** Bytes of all sealed responses together. */
  readonly bytes: number;
}

/** @param monotonic milliseconds that never go back */
export function createTokenCache(limits: TokenCacheLimits, monotonic: () => number): TokenCache {
  const { replayMs, deadMs, entries, bytes } = limits;
  const sealedResponses = createTextRing(bytes);
  const responses = createExpiringMap<{ readonly place: RingPlace; replays: number }>(
    { lifetime: replayMs, entries },
    monotonic,
  );
  /**
   * Maps the tokens in a response to the token that was presented for it: two entries per response. Only the newest
   * half of a map is guaranteed, so the bound is four times as large: no response may outlive the entries that end its
   * replay.
   */
  const parents = createExpiringMap<string>({ lifetime: replayMs, entries: 4 * entries }, monotonic);
  const dead = createExpiringMap<true>({ lifetime: deadMs, entries }, monotonic);

  function endParentOf(names: Names): void {
    for (const name of names) {
      const parent = parents.get(name);
      if (parent === undefined) continue;
      parents.delete(name);
      responses.delete(parent);
      dead.set(parent, true);
    }
  }

  return {
    replay(names) {
      for (const name of names) {
        const response = responses.get(name);
        if (response === undefined) continue;
        response.replays += 1;
        if (response.replays <= limits.replays) return sealedResponses.read(response.place);
        responses.delete(name);
        dead.set(name, true);
      }
      return undefined;
    },
    keep([name], { sealed, successors }) {
      const place = replayMs > 0 ? sealedResponses.write(sealed) : undefined;
      if (place === undefined) return;
      responses.set(name, { place, replays: 0 });
      for (const [successor] of successors) parents.set(successor, name);
    },
    endParentOf,
    endGrantOf(names) {
      endParentOf(names);
      for (const name of names) responses.delete(name);
      dead.set(names[0], true);
    },
    isDead(names) {
      for (const name of names) if (dead.get(name)) return true;
      return false;
    },
    markDead: ([name]) => void dead.set(name, true),
    sweep() {
      responses.sweep();
      parents.sweep();
      dead.sweep();
    },
  };
}
