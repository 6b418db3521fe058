import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { type Context, createDerivation, type Derivation } from './derivation.ts';
import type { SealKey } from './seal-keys.ts';

export interface Sealer {
  /**
   * @param context the purpose of the value; it can be opened in the same context only
   * @returns cookie-safe text: `v1.<kid>.<base64url>`
   */
  seal(context: Context, plaintext: string): string;
  /** @returns undefined, without a reason, for a value that no key of the ring has sealed in this context */
  open(context: Context, sealed: string): string | undefined;
}

const VERSION = 'v1';
const PURPOSE = 'domi seal';
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SEALED = /^v1\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]+)$/;

/**
 * Authenticated encryption under a key ring: the first key seals, all keys open. Each context has a derived key of its
 * own, so a value that was sealed for one tenant or purpose cannot be decrypted for another.
 * @throws RangeError when the ring is empty
 */
export function createSealer(ring: readonly SealKey[]): Sealer {
  const entries = ring.map((key) => [key.id, createEntry(key)] as const);
  const first = entries[0]?.[1];
  if (first === undefined) throw new RangeError('a key ring needs at least one key');
  const byId = new Map(entries);

  return {
    seal(context, plaintext) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(CIPHER, first.derivation.bytes([PURPOSE, ...context]), nonce);
      cipher.setAAD(first.aad);
      const parts = [nonce, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()];
      return first.prefix + Buffer.concat(parts).toString('base64url');
    },

    open(context, sealed) {
      const [, kid = '', payload = ''] = SEALED.exec(sealed) ?? [];
      const key = byId.get(kid);
      const box = Buffer.from(payload, 'base64url');
      // The last character of base64url has unused bits: without this check several texts would open to one value.
      if (key === undefined || box.toString('base64url') !== payload) return undefined;
      if (box.length < NONCE_BYTES + TAG_BYTES) return undefined;
      const decipher = createDecipheriv(
        CIPHER,
        key.derivation.bytes([PURPOSE, ...context]),
        box.subarray(0, NONCE_BYTES),
        {
          authTagLength: TAG_BYTES,
        },
      );
      decipher.setAAD(key.aad);
      decipher.setAuthTag(box.subarray(-TAG_BYTES));
      try {
        const start = decipher.update(box.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8');
        return start + decipher.final('utf8');
      } catch {
        return undefined;
      }
    },
  };
}

interface Entry {
  readonly derivation: Derivation;
  readonly prefix: string;
  /** Binds version and key id, which are written in the clear. */
  readonly aad: Buffer;
}

function createEntry(key: SealKey): Entry {
  const head = `${VERSION}.${key.id}`;
  return { derivation: createDerivation(key), prefix: `${head}.`, aad: Buffer.from(head) };
}
