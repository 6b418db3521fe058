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
  const ids = new Set(keys.map((key) => key.id));
  if (ids.size < keys.length) throw new RangeError('two entries have the same kid');
  return keys;
}

/** Creates a key for one process: no other replica can open values that it seals. */
export function createRandomSealKey(): SealKey {
  return { id: 'random', secret: randomBytes(KEY_BYTES) };
}
