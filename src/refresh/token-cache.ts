import type { ReplayDenial } from '../observability/events.ts';
import type { Names } from '../sealing/fingerprint.ts';
import { CALL_BUDGET } from '../time/budgets.ts';
import { createExpiringMap } from './expiring-map.ts';
import { createReplayMemory, type SealedResponse } from './replay-memory.ts';
import { createSupersededMemory } from './superseded-memory.ts';

/**
 * What one replica remembers of tokens. Keys are fingerprints, never tokens; responses are sealed (see
 * sealed-tokens.ts).
 */
export interface TokenCache {
  /** Counts a replay. @returns the sealed response to this token, or undefined */
  replay(names: Names): string | undefined;
  /** @returns whether the response can be replayed; `off`: none can */
  keep(tenantId: string, names: Names, response: SealedResponse): 'kept' | 'off' | 'too_large' | 'no_room';
  /**
   * To be called when a token was presented: the response that held it is not replayed again, since it has arrived.
   */
  endParentOf(names: Names): void;
  /** To be called when other replicas know that the response to this token must not be replayed any more. */
  endReplayOf(names: Names, denial: ReplayDenial): void;
  /**
   * To be called when a token was revoked: as above, and a refresh token is dead, so that the response to it is not replayed
   * either.
   */
  endGrantOf(names: Names): void;
  /** Remembers that a token is spent for certain: the provider has sent its successor. */
  supersede(tenantId: string, names: Names): void;
  /** @returns why a token that is known to be spent gets no response; undefined for any other token */
  findSuperseded(names: Names): ReplayDenial | undefined;
  isDead(names: Names): boolean;
  markDead(names: Names): void;
  /** To be called when another replica was seen to hold a token: its call may spend the token. */
  doubt(names: Names): void;
  /** @returns milliseconds until the call of the other replica has ended for certain; 0: not in doubt */
  doubtLeft(names: Names): number;
  endDoubt(names: Names): void;
  /** Drops expired entries, which would stay until their room is needed. */
  sweep(): void;
  measure(): CacheMeasures;
}

/** How much a cache remembers. */
export interface CacheMeasures {
  readonly tokensInDoubt: number;
  readonly supersededTokens: number;
  readonly responseBytes: number;
}

export interface TokenCacheLimits {
  /** Milliseconds for which a response may be replayed; 0 keeps none. */
  readonly replayMs: number;
  /** Milliseconds for which a dead token is refused without asking the provider. */
  readonly deadMs: number;
  /** Milliseconds for which a spent token is known to be spent; 0: never. */
  readonly supersededMs: number;
  /** How often one response may be replayed. */
  readonly replays: number;
  /** How many dead tokens, and tokens in doubt. */
  readonly entries: number;
  readonly supersededEntries: number;
  /** Bytes of all sealed responses together. */
  readonly bytes: number;
  /** Characters of one sealed response. */
  readonly longest: number;
}

/** @param monotonic milliseconds that never go back */
export function createTokenCache(limits: TokenCacheLimits, monotonic: () => number): TokenCache {
  const { replayMs, deadMs, supersededMs, entries, bytes } = limits;
  const responses = createReplayMemory({ lifetime: replayMs, bytes }, monotonic);
  const superseded = createSupersededMemory(
    { lifetime: supersededMs, replayMs, entries: limits.supersededEntries },
    monotonic,
  );
  const dead = createExpiringMap<true>({ lifetime: deadMs, entries }, monotonic);
  /** Values are moments on the monotonic clock. */
  const doubts = createExpiringMap<number>({ lifetime: CALL_BUDGET, entries }, monotonic);

  function endParentOf(names: Names): void {
    let parent = responses.findParent(names);
    while (parent !== undefined) {
      superseded.explain(parent.digest, 'successor_used');
      responses.release(parent);
      parent = responses.findParent(names);
    }
  }

  function endReplayOf(names: Names, denial: ReplayDenial): void {
    const response = responses.find(names);
    if (response === undefined) return;
    superseded.explain(response.digest, denial);
    responses.release(response);
  }

  return {
    replay(names) {
      const response = responses.find(names);
      if (response === undefined) return undefined;
      if (response.countReplay() <= limits.replays) return response.read();
      endReplayOf(names, 'too_often');
      return undefined;
    },
    keep(tenantId, [name], response) {
      for (const successor of response.successors) superseded.forget(successor);
      if (replayMs === 0) return 'off';
      if (response.sealed.length > limits.longest) return 'too_large';
      return responses.keep(tenantId, name, response) ? 'kept' : 'no_room';
    },
    endParentOf,
    endReplayOf,
    endGrantOf(names) {
      endParentOf(names);
      const response = responses.find(names);
      if (response) responses.release(response);
      dead.set(names[0], true);
    },
    supersede(tenantId, [name]) {
      if (supersededMs > 0) superseded.add(tenantId, name);
    },
    findSuperseded: (names) => superseded.find(names),
    isDead(names) {
      for (const name of names) if (dead.get(name)) return true;
      return false;
    },
    markDead: ([name]) => void dead.set(name, true),
    doubt: ([name]) => void doubts.set(name, monotonic() + CALL_BUDGET),
    doubtLeft(names) {
      for (const name of names) {
        const until = doubts.get(name);
        if (until !== undefined) return until - monotonic();
      }
      return 0;
    },
    endDoubt(names) {
      for (const name of names) doubts.delete(name);
    },
    sweep() {
      responses.sweep();
      superseded.sweep();
      dead.sweep();
      doubts.sweep();
    },
    measure: () => ({
      tokensInDoubt: doubts.count(),
      supersededTokens: superseded.count(),
      responseBytes: responses.countBytes(),
    }),
  };
}
