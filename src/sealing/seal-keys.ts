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
 * @throws RangeError with a message that names every faulty entry by position and never prints it
 */
export function parseSealKeys(text: string): SealKey[] {
  const entries = text.split(',').map((entry) => ENTRY.exec(entry.trim()));
  const keys = entries.map((match) => ({
    id: match?.[1] ?? '',
    secret: Buffer.from(match?.[2] ?? '', 'base64url'),
  }));
  const malformed = entries.flatMap((match, index) =>
    match ? [] : [`entry ${index + 1} is not kid:base64url-of-32-bytes`],
  );
  const faults = malformed.length > 0 ? malformed : findWeaknesses(keys);
  if (faults.length > 0) throw new RangeError(faults.join('; '));
  return keys;
}

function findWeaknesses(keys: readonly SealKey[]): string[] {
  const ids = new Set(keys.map(({ id }) => id));
  const weak = keys.flatMap(({ secret }, index) => {
    const first = keys.findIndex((other) => other.secret.equals(secret));
    if (first < index)
      return [`entries ${first + 1} and ${index + 1} have the same key: a rotation needs a new one`];
    const isRepetitive = new Set(secret).size < MIN_DIFFERENT_BYTES;
    return isRepetitive
      ? [`entry ${index + 1} can be guessed, since its bytes repeat: use 32 random bytes`]
      : [];
  });
  return ids.size < keys.length ? ['two entries have the same kid', ...weak] : weak;
}

/** Creates a key for one process: no other replica can open values that it seals. */
export function createRandomSealKey(): SealKey {
  return { id: 'random', secret: randomBytes(KEY_BYTES) };
}
