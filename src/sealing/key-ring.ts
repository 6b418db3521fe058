import { createFingerprint, type Fingerprint } from './fingerprint.ts';
import type { SealKey } from './seal-keys.ts';
import { createSealer, type Sealer } from './sealer.ts';

/** The seal keys in use. They can be replaced while the service runs; all holders of the ring change at once. */
export interface KeyRing {
  readonly sealer: Sealer;
  readonly fingerprint: Fingerprint;
  /** Values that an earlier key sealed can be opened as long as that key is listed. */
  replace(keys: readonly SealKey[]): void;
}

export function createKeyRing(keys: readonly SealKey[]): KeyRing {
  let sealer = createSealer(keys);
  let fingerprint = createFingerprint(keys);
  return {
    sealer: {
      seal: (context, plaintext) => sealer.seal(context, plaintext),
      open: (context, sealed) => sealer.open(context, sealed),
    },
    fingerprint: (context, secret) => fingerprint(context, secret),
    replace(next) {
      sealer = createSealer(next);
      fingerprint = createFingerprint(next);
    },
  };
}
