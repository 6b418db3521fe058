import type { ReplayDenial } from '../observability/events.ts';
import type { Names } from '../sealing/fingerprint.ts';
import { createFairPool } from './fair-pool.ts';
import { createFingerprintIndex, type Digest, toDigest } from './fingerprint-index.ts';

/**
 * Fingerprints of tokens that are spent for certain, since their successors came back. They are remembered far longer
 * than responses: a provider that reads reuse as theft would end the whole family (RFC 9700 section 4.14.2).
 */
export interface SupersededMemory {
  add(tenantId: string, name: string): void;
  /** Says why the response is not replayed any more, if the token is known. */
  explain(digest: Digest, denial: ReplayDenial): void;
  /** @returns why the response to this token is not replayed; undefined for a token that is not known to be spent */
  find(names: Names): ReplayDenial | undefined;
  /** A provider has issued this token again. */
  forget(names: Names): void;
  sweep(): void;
  count(): number;
}

export interface SupersededLimits {
  /** Milliseconds. */
  readonly lifetime: number;
  /** Milliseconds for which a response may be replayed. */
  readonly replayMs: number;
  readonly entries: number;
}

/** Index 0: the time tells. */
const DENIALS: readonly (ReplayDenial | undefined)[] = [
  undefined,
  'successor_used',
  'too_often',
  'not_kept',
  'unreadable',
  'expired',
];

/** 64 bytes for each token, in typed arrays; divided among tenants. @param monotonic milliseconds that never go back */
export function createSupersededMemory(
  { lifetime, replayMs, entries }: SupersededLimits,
  monotonic: () => number,
): SupersededMemory {
  const pool = createFairPool({ places: entries, lifetime }, monotonic);
  const index = createFingerprintIndex(entries);
  const denials = new Uint8Array(entries);

  const findPlace = (digest: Digest): number | undefined => index.find(digest, pool.isHeld);

  return {
    add(tenantId, name) {
      const digest = toDigest(name);
      const former = findPlace(digest);
      if (former !== undefined) pool.release(former);
      const place = pool.take(tenantId, 1);
      if (place === undefined) return;
      denials[place] = 0;
      index.set(place, digest);
    },
    explain(digest, denial) {
      const place = findPlace(digest);
      if (place !== undefined) denials[place] = DENIALS.indexOf(denial);
    },
    find(names) {
      for (const name of names) {
        const place = findPlace(toDigest(name));
        if (place === undefined) continue;
        const age = lifetime - pool.timeLeft(place);
        return DENIALS[denials[place] as number] ?? (age < replayMs ? 'not_kept' : 'expired');
      }
      return undefined;
    },
    forget(names) {
      for (const name of names) {
        const place = findPlace(toDigest(name));
        if (place !== undefined) pool.release(place);
      }
    },
    sweep: () => pool.sweep(),
    count: () => pool.countTaken(),
  };
}
