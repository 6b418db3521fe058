import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import type { SealKey } from './seal-keys.ts';

/** What a sealed value is for: purpose first, then whatever it is bound to. Another context opens nothing. */
export type SealContext = readonly [purpose: string, ...boundTo: string[]];

export interface Sealer {
  /** @returns cookie-safe text: `v1.<kid>.<base64url>` */
  seal(context: SealContext, plaintext: string): string;
  /** @returns undefined for everything that was not sealed by a key of the ring in this context; never says why */
  open(context: SealContext, sealed: string): string | undefined;
}

const VERSION = 'v1';
const CIPHER = 'aes-256-gcm';
const KEY_OCTETS = 32;
const NONCE_OCTETS = 12;
const TAG_OCTETS = 16;
const SEALED = /^v1\.([A-Za-z0-9_-]{1,32})\.([A-Za-z0-9_-]+)$/;

/** Authenticated encryption under a key ring: the first key seals, all of them open. */
export function createSealer(ring: readonly SealKey[]): Sealer {
  const [first] = ring;
  if (first === undefined) throw new RangeError('a key ring needs at least one key');
  const byId = new Map(ring.map((key) => [key.id, key]));

  return {
    seal(context, plaintext) {
      const nonce = randomBytes(NONCE_OCTETS);
      const cipher = createCipheriv(CIPHER, deriveKey(first, context), nonce);
      cipher.setAAD(Buffer.from(`${VERSION}.${first.id}`));
      const parts = [nonce, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()];
      return `${VERSION}.${first.id}.${Buffer.concat(parts).toString('base64url')}`;
    },

    open(context, sealed) {
      const [, kid = '', payload = ''] = SEALED.exec(sealed) ?? [];
      const key = byId.get(kid);
      const box = Buffer.from(payload, 'base64url');
      // The last character of base64url has spare bits: without this, several texts would open to the same value.
      if (key === undefined || box.toString('base64url') !== payload) return undefined;
      if (box.length < NONCE_OCTETS + TAG_OCTETS) return undefined;
      const decipher = createDecipheriv(CIPHER, deriveKey(key, context), box.subarray(0, NONCE_OCTETS), {
        authTagLength: TAG_OCTETS,
      });
      decipher.setAAD(Buffer.from(`${VERSION}.${kid}`));
      decipher.setAuthTag(box.subarray(-TAG_OCTETS));
      try {
        const start = decipher.update(box.subarray(NONCE_OCTETS, -TAG_OCTETS), undefined, 'utf8');
        return start + decipher.final('utf8');
      } catch {
        return undefined;
      }
    },
  };
}

/**
 * One key per context (RFC 5869), so that nothing sealed for one tenant or purpose can even be decrypted as
 * another's. JSON keeps the parts of the context apart: joined text could be cut in more than one way.
 */
function deriveKey(key: SealKey, context: SealContext): Buffer {
  return Buffer.from(hkdfSync('sha256', key.secret, '', JSON.stringify(['domi', ...context]), KEY_OCTETS));
}
