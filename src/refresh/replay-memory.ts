import type { Names } from '../sealing/fingerprint.ts';
import { createFairPool } from './fair-pool.ts';
import { createFingerprintIndex, type Digest, toDigest } from './fingerprint-index.ts';

/** The response to a single-use token, in the form that is kept and shared. */
export interface SealedResponse {
  readonly sealed: string;
  /** Fingerprints of the tokens in the response: presenting one of them ends the replay. */
  readonly successors: readonly Names[];
}

/** Sealed responses by the token that was presented for them, in memory that tenants share fairly. */
export interface ReplayMemory {
  /** @returns whether there was room for it */
  keep(tenantId: string, name: string, response: SealedResponse): boolean;
  find(names: Names): KeptResponse | undefined;
  /** Finds the response that holds a token. */
  findParent(names: Names): KeptResponse | undefined;
  release(response: KeptResponse): void;
  sweep(): void;
  countBytes(): number;
}

export interface KeptResponse {
  /** Its first block. */
  readonly first: number;
  /** Fingerprint of the token that was presented for it. */
  readonly digest: Digest;
  /** Counts a replay. @returns how many there were */
  countReplay(): number;
  read(): string;
}

export interface ReplayMemoryLimits {
  /** Milliseconds. */
  readonly lifetime: number;
  /** Of all sealed responses together. */
  readonly bytes: number;
}

/** A response has 2 to 8 KB, so half a block is lost with each. */
const BLOCK_BYTES = 1024;
/** Tokens of one response whose use ends its replay: the refresh token and the access token. */
const SUCCESSORS = 2;

/**
 * Texts are cut into blocks of one buffer, outside of V8's heap, whose collector is made for objects that die young or
 * stay: a text that lives for a minute would be copied twice and then wait for a major collection
 * (docs/decisions/2026-11-25-garbage-of-a-request.md).
 */
export function createReplayMemory(
  { lifetime, bytes }: ReplayMemoryLimits,
  monotonic: () => number,
): ReplayMemory {
  const places = Math.max(1, Math.floor(bytes / BLOCK_BYTES));
  const pool = createFairPool({ places, lifetime }, monotonic);
  const blocks = Buffer.allocUnsafeSlow(places * BLOCK_BYTES);
  const lengths = new Uint32Array(places);
  const replays = new Uint32Array(places);
  const presented = createFingerprintIndex(places);
  const successors = createFingerprintIndex(places * SUCCESSORS);

  function write(first: number, text: string): void {
    lengths[first] = text.length;
    let place: number | undefined = first;
    for (let start = 0; start < text.length && place !== undefined; start += BLOCK_BYTES) {
      blocks.write(text.slice(start, start + BLOCK_BYTES), place * BLOCK_BYTES, 'latin1');
      place = pool.next(place);
    }
  }

  function read(first: number): string {
    let text = '';
    let left = lengths[first] as number;
    for (let place: number | undefined = first; place !== undefined && left > 0; place = pool.next(place)) {
      const start = place * BLOCK_BYTES;
      text += blocks.toString('latin1', start, start + Math.min(left, BLOCK_BYTES));
      left -= BLOCK_BYTES;
    }
    return text;
  }

  const toFirst = (slot: number): number => Math.floor(slot / SUCCESSORS);
  const holdsSuccessor = (slot: number): boolean => pool.isHeld(toFirst(slot));

  function toResponse(first: number): KeptResponse {
    return {
      first,
      digest: presented.read(first),
      countReplay() {
        replays[first] = (replays[first] as number) + 1;
        return replays[first] as number;
      },
      read: () => read(first),
    };
  }

  function find(names: Names): KeptResponse | undefined {
    for (const name of names) {
      const first = presented.find(toDigest(name), pool.isHeld);
      if (first !== undefined) return toResponse(first);
    }
    return undefined;
  }

  return {
    keep(tenantId, name, response) {
      const digest = toDigest(name);
      const former = presented.find(digest, pool.isHeld);
      if (former !== undefined) pool.release(former);
      const first = pool.take(tenantId, Math.max(1, Math.ceil(response.sealed.length / BLOCK_BYTES)));
      if (first === undefined) return false;
      replays[first] = 0;
      write(first, response.sealed);
      presented.set(first, digest);
      for (let number = 0; number < SUCCESSORS; number += 1) {
        const slot = first * SUCCESSORS + number;
        const successor = response.successors[number];
        if (successor === undefined) successors.clear(slot);
        else successors.set(slot, toDigest(successor[0]));
      }
      return true;
    },
    find,
    findParent(names) {
      for (const name of names) {
        const slot = successors.find(toDigest(name), holdsSuccessor);
        if (slot !== undefined) return toResponse(toFirst(slot));
      }
      return undefined;
    },
    release: ({ first }) => pool.release(first),
    sweep: () => pool.sweep(),
    countBytes: () => pool.countTaken() * BLOCK_BYTES,
  };
}
