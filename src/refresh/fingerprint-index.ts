/** Half of a fingerprint, 16 bytes: two tokens that share it are as unlikely as a guessed key. */
export type Digest = Buffer;

/** Finds slots by fingerprint. Each of a fixed number of slots has one, and keeps it until it is set or cleared. */
export interface FingerprintIndex {
  set(slot: number, digest: Digest): void;
  clear(slot: number): void;
  /** @returns the slot that was set last among those with this fingerprint that are valid, if any */
  find(digest: Digest, isValid: (slot: number) => boolean): number | undefined;
  /** @returns the fingerprint that the slot was set to last */
  read(slot: number): Digest;
}

const DIGEST_BYTES = 16;
const WORDS = DIGEST_BYTES / 4;

/** Characters of base64url at the end of a fingerprint; what is before them says where a store keeps it. */
const TEXT_LENGTH = 43;

/** @param name a fingerprint as text */
export function toDigest(name: string): Digest {
  return Buffer.from(name.slice(-TEXT_LENGTH), 'base64url').subarray(0, DIGEST_BYTES);
}

/**
 * A hash table with chains in typed arrays: 29 bytes for each slot and up to 8 for its bucket, where a `Map` with texts
 * needs more than 100, which the garbage collector visits. Chains lead both ways: a provider that issues one token over and
 * over makes a long one, and its oldest slots are cleared first.
 */
export function createFingerprintIndex(slots: number): FingerprintIndex {
  const words = new Uint32Array(slots * WORDS);
  const buckets = new Int32Array(2 ** Math.ceil(Math.log2(Math.max(2, slots))));
  /** In `buckets` and in these two a slot is written as its number plus one; zero ends a chain. */
  const following = new Int32Array(slots);
  const preceding = new Int32Array(slots);
  const isSet = new Uint8Array(slots);

  /** A fingerprint is a hash, so any part of it is evenly distributed. */
  const toBucket = (word: number): number => word & (buckets.length - 1);

  function holds(slot: number, digest: Digest): boolean {
    for (let word = 0; word < WORDS; word += 1) {
      if (words[slot * WORDS + word] !== digest.readUInt32LE(4 * word)) return false;
    }
    return true;
  }

  function clear(slot: number): void {
    if (isSet[slot] !== 1) return;
    isSet[slot] = 0;
    const [before, after] = [preceding[slot] as number, following[slot] as number];
    if (after !== 0) preceding[after - 1] = before;
    if (before !== 0) following[before - 1] = after;
    else buckets[toBucket(words[slot * WORDS] as number)] = after;
  }

  return {
    set(slot, digest) {
      clear(slot);
      for (let word = 0; word < WORDS; word += 1) {
        words[slot * WORDS + word] = digest.readUInt32LE(4 * word);
      }
      const bucket = toBucket(words[slot * WORDS] as number);
      const after = buckets[bucket] as number;
      following[slot] = after;
      preceding[slot] = 0;
      if (after !== 0) preceding[after - 1] = slot + 1;
      buckets[bucket] = slot + 1;
      isSet[slot] = 1;
    },
    clear,
    find(digest, isValid) {
      for (let slot = buckets[toBucket(digest.readUInt32LE(0))] as number; slot !== 0; ) {
        if (holds(slot - 1, digest) && isValid(slot - 1)) return slot - 1;
        slot = following[slot - 1] as number;
      }
      return undefined;
    },
    read(slot) {
      const digest = Buffer.alloc(DIGEST_BYTES);
      for (let word = 0; word < WORDS; word += 1) {
        digest.writeUInt32LE(words[slot * WORDS + word] as number, 4 * word);
      }
      return digest;
    },
  };
}
