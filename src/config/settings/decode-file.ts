import { isUtf8 } from 'node:buffer';

/**
 * Decodes a text file: UTF-8, or UTF-16 with the byte order mark that Windows puts in front. The mark is dropped.
 * @returns undefined for anything else
 */
export function decodeFile(bytes: Buffer): string | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decodeUtf16(bytes, 'utf-16le');
  if (first === 0xfe && second === 0xff) return decodeUtf16(bytes, 'utf-16be');
  return isUtf8(bytes) && !bytes.includes(0) ? new TextDecoder('utf-8').decode(bytes) : undefined;
}

function decodeUtf16(bytes: Buffer, encoding: string): string | undefined {
  const text = new TextDecoder(encoding).decode(bytes);
  return /[\0\ufffd]/.test(text) ? undefined : text;
}
