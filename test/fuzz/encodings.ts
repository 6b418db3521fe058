import zlib from 'node:zlib';

/** Content codings, by their names in `Content-Encoding`. */
export const CODINGS: Readonly<Record<string, (bytes: Uint8Array) => Buffer>> = {
  gzip: (bytes) => zlib.gzipSync(bytes),
  deflate: (bytes) => zlib.deflateSync(bytes),
  br: (bytes) => zlib.brotliCompressSync(bytes),
  zstd: (bytes) => zlib.zstdCompressSync(bytes),
};

/** Forms of Unicode in which editors save a file, and which its reader recognizes by itself. */
export const UNICODE: Readonly<Record<string, (text: string) => Buffer>> = {
  'utf-8': (text) => Buffer.from(text),
  'utf-16le with its mark': (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  'utf-16be with its mark': (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
};
