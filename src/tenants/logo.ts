import { createHash } from 'node:crypto';

/** A tenant's logo as browsers get it, below the tenant's own address. */
export interface Logo {
  /** Without the tenant's prefix; holds a hash of the content, so a browser may keep it for good. */
  readonly path: string;
  readonly contentType: string;
  readonly body: Buffer;
}

/** Octets; ten thousand tenants keep theirs in memory. */
export const MAX_LOGO = 64 * 1024;

const LENGTH_OF_HASH = 12;

/** Raster formats only, told by their first octets, whatever the file is called: an SVG can hold script. */
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

/** @throws RangeError that reads on after the name of the file */
export function createLogo(body: Buffer): Logo {
  if (body.length > MAX_LOGO) throw new RangeError(`is larger than ${MAX_LOGO / 1024} KiB`);
  const format = FORMATS.find(({ matches }) => matches(body));
  if (format === undefined) {
    throw new RangeError('is no PNG, JPEG or WebP image (SVG is not taken, since it can hold script)');
  }
  const hash = createHash('sha256').update(body).digest('hex').slice(0, LENGTH_OF_HASH);
  return { path: `/assets/logo.${hash}.${format.extension}`, contentType: format.contentType, body };
}

function startsWith(body: Buffer, offset: number, octets: string): boolean {
  return body.subarray(offset, offset + octets.length).equals(Buffer.from(octets, 'latin1'));
}
