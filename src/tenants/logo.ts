import { createHash } from 'node:crypto';

/** A tenant's logo, served below the tenant's own address. */
export interface Logo {
  /** Without the tenant's prefix. Contains a hash of the content, so browsers may cache it forever. */
  readonly path: string;
  readonly contentType: string;
  readonly body: Buffer;
}

/** Bytes. Small, since the logos of ten thousand tenants are in memory. */
export const MAX_LOGO = 64 * 1024;

const LENGTH_OF_HASH = 12;

/** Raster formats only, since an SVG can contain scripts. Recognized by their first bytes, not by the file name. */
const FORMATS = [
  {
    extension: 'png',
    contentType: 'image/png',
    matches: (body: Buffer) => startsWith(body, 0, '\x89PNG\r\n\x1a\n'),
  },
  {
    extension: 'jpg',
    contentType: 'image/jpeg',
    matches: (body: Buffer) => startsWith(body, 0, '\xff\xd8\xff'),
  },
  {
    extension: 'webp',
    contentType: 'image/webp',
    matches: (body: Buffer) => startsWith(body, 0, 'RIFF') && startsWith(body, 8, 'WEBP'),
  },
] as const;

/** @throws RangeError with a message that continues the file name */
export function createLogo(body: Buffer): Logo {
  if (body.length > MAX_LOGO) throw new RangeError(`is larger than ${MAX_LOGO / 1024} KiB`);
  const format = FORMATS.find(({ matches }) => matches(body));
  if (format === undefined) {
    throw new RangeError(
      'is not a PNG, JPEG or WebP image (SVG is not accepted, since it can contain scripts)',
    );
  }
  const hash = createHash('sha256').update(body).digest('hex').slice(0, LENGTH_OF_HASH);
  return { path: `/assets/logo.${hash}.${format.extension}`, contentType: format.contentType, body };
}

function startsWith(body: Buffer, offset: number, bytes: string): boolean {
  return body.subarray(offset, offset + bytes.length).equals(Buffer.from(bytes, 'latin1'));
}
