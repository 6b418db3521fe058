import { randomBytes } from 'node:crypto';

/** A master key: the keys that seal are derived from it. */
export interface SealKey {
  /** Public name, written into every sealed value. */
  readonly id: string;
  /** 32 bytes. */
  readonly secret: Buffer;
}

const KEY_BYTES = 32;
/** 43 characters of base64url are 32 bytes. */
const ENTRY = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9_-]{43})=?$/;

/** Of 32 random bytes about 30 differ from each other; fewer than 8 never happen by chance. */
const MIN_DIFFERENT_BYTES = 8;

/**
 * Parses a key ring: comma-separated `kid:base64url-of-32-bytes`, the sealing key first.
 * @throws RangeError with a message that names the entry by position and never prints it
 */
export function parseSealKeys(text: string): SealKey[] {
  const keys = text.split(',').map((entry, index) => {
    const [, id, secret] = ENTRY.exec(entry.trim()) ?? [];
    if (id === undefined || secret === undefined) {
      throw new RangeError(`entry ${index + 1} is not kid:base64url-of-32-bytes`);
    }
    return { id, secret: Buffer.from(secret, 'base64url') };
  });
  checkKeys(keys);
  return keys;
}

function checkKeys(keys: readonly SealKey[]): void {
  const ids = new Set(keys.map(({ id }) => id));
  if (ids.size < keys.length) throw new RangeError('two entries have the same kid');
  for (const [index, { secret }] of keys.entries()) {
    const first = keys.findIndex((other) => other.secret.equals(secret));
    if (first < index) {
      throw new RangeError(
        `entries ${first + 1} and ${index + 1} have the same key: a rotation needs a new one`,
      );
    }
    if (new Set(secret).size < MIN_DIFFERENT_BYTES) {
      throw new RangeError(`entry ${index + 1} can be guessed, since its bytes repeat: use 32 random bytes`);
    }
  }
}

/** Creates a key for one process: no other replica can open values that it seals. */
export function createRandomSealKey(): SealKey {
  return { id: 'random', secret: randomBytes(KEY_BYTES) };
}
