import { randomBytes, randomUUID } from 'node:crypto';

/** `length` characters of the base64url alphabet. */
export function mintOpaque(length: number): string {
  return randomBytes(Math.ceil((length * 3) / 4))
    .toString('base64url')
    .slice(0, length);
}

/** Has the shape of a JWT, but does not decode to JSON: clients must treat tokens as opaque. */
export function mintJwtLike(length: number): string {
  const signature = 86;
  const header = `eyJ${mintOpaque(33)}`;
  const payload = Math.max(length - header.length - signature - 2, 8);
  return `${header}.eyJ${mintOpaque(payload - 3)}.${mintOpaque(signature)}`.slice(0, length);
}

/** The form of a published Webex token: base64, `_XXXX_`, UUID. */
export function mintWebexLike(length: number): string {
  const tail = `_${randomBytes(2).toString('hex').toUpperCase()}_${randomUUID()}`;
  return mintOpaque(Math.max(length - tail.length, 16)) + tail;
}
