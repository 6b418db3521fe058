import zlib from 'node:zlib';
import { MAX_RESPONSE_BYTES } from './response-limits.ts';

/** Codings in one response. Real ones have one; each costs time. */
const MAX_CODINGS = 3;

type Decoder = (content: Buffer) => Buffer;

const OPTIONS = { maxOutputLength: MAX_RESPONSE_BYTES };

/** Content codings (RFC 9110 section 8.4.1, RFC 7932, RFC 8878) that a network in front of a provider may apply. */
const DECODERS: Readonly<Record<string, Decoder>> = {
  identity: (content) => content,
  gzip: (content) => zlib.gunzipSync(content, OPTIONS),
  'x-gzip': (content) => zlib.gunzipSync(content, OPTIONS),
  deflate: inflate,
  br: (content) => zlib.brotliDecompressSync(content, OPTIONS),
  zstd: (content) => zlib.zstdDecompressSync(content, OPTIONS),
};

/**
 * Undoes the content codings of a response, last one first.
 * @param codings `Content-Encoding` as sent
 * @throws Error when a coding is unknown, the content is damaged, or it unfolds to more than a response may have
 */
export function decodeContent(content: Buffer, codings: string): Buffer {
  const names = codings
    .toLowerCase()
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (names.length > MAX_CODINGS) throw new Error('too many content codings');
  return names.reduceRight((rest, name) => {
    const decode = Object.hasOwn(DECODERS, name) ? DECODERS[name] : undefined;
    if (decode === undefined) throw new Error('unknown content coding');
    // A response without content may name a coding all the same.
    return rest.length === 0 ? rest : decode(rest);
  }, content);
}

/** RFC 9110 wants the zlib format; some servers send the bare one. Their first bytes differ (RFC 1950 section 2.2). */
function inflate(content: Buffer): Buffer {
  const isZlib =
    content.length >= 2 && (content.readUInt8(0) & 0x0f) === 8 && content.readUInt16BE(0) % 31 === 0;
  return isZlib ? zlib.inflateSync(content, OPTIONS) : zlib.inflateRawSync(content, OPTIONS);
}
