import { type Context, createDerivation } from './derivation.ts';
import { createFingerprint, type Fingerprint } from './fingerprint.ts';
import type { SealKey } from './seal-keys.ts';
import { createSealer, type Sealer } from './sealer.ts';

/** The seal keys in use. They can be replaced while the service runs; all holders of the ring change at once. */
export interface KeyRing {
  readonly sealer: Sealer;
  readonly fingerprint: Fingerprint;
  /** A keyed digest of a text that could be guessed, 43 characters of base64url. Replicas agree on it, except during a rotation. */
  readonly digest: (context: Context, text: string) => string;
  /** Values that an earlier key sealed can be opened as long as that key is listed. */
  replace(keys: readonly SealKey[]): void;
}

export function createKeyRing(keys: readonly SealKey[]): KeyRing {
  let sealer = createSealer(keys);
  let fingerprint = createFingerprint(keys);
  let digest = createDigest(keys);
  return {
    sealer: {
      seal: (context, plaintext) => sealer.seal(context, plaintext),
      open: (context, sealed) => sealer.open(context, sealed),
    },
    fingerprint: (context, secret) => fingerprint(context, secret),
    digest: (context, text) => digest(context, text),
    replace(next) {
      sealer = createSealer(next);
      fingerprint = createFingerprint(next);
      digest = createDigest(next);
    },
  };
}

function createDigest([first]: readonly SealKey[]): KeyRing['digest'] {
  if (first === undefined) throw new RangeError('a key ring needs at least one key');
  const derivation = createDerivation(first);
  return (context, text) => derivation.text(['domi digest', ...context, text]);
}
