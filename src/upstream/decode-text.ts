/**
 * Turns bytes into text. A byte order mark decides, then the charset that the response names, then the pattern of zero
 * bytes of UTF-16 and UTF-32 (RFC 4627 section 3), then UTF-8. One byte order mark is dropped. Bytes that are
 * no text become U+FFFD: a fault of one member must not lose the others.
 * @param contentType `Content-Type` as sent
 */
export function decodeText(bytes: Buffer, contentType: string): string {
  const charset = findMark(bytes) ?? readCharset(contentType) ?? guessCharset(bytes);
  if (charset === 'utf-8') return bytes.toString('utf8', startsWithUtf8Mark(bytes) ? 3 : 0);
  if (charset === 'utf-32be' || charset === 'utf-32le') return decodeUtf32(bytes, charset === 'utf-32be');
  return new TextDecoder(charset).decode(bytes);
}

function startsWithUtf8Mark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function findMark(bytes: Buffer): string | undefined {
  const [first, second, third, fourth] = bytes;
  if (startsWithUtf8Mark(bytes)) return 'utf-8';
  if (first === 0xff && second === 0xfe) return third === 0 && fourth === 0 ? 'utf-32le' : 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const isUtf32 = first === 0 && second === 0 && third === 0xfe && fourth === 0xff;
  return isUtf32 ? 'utf-32be' : undefined;
}

/** @returns a name that can be decoded; undefined for an unknown one, as UTF-8 is the likeliest then */
function readCharset(contentType: string): string | undefined {
  const name = /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(contentType)?.[1]?.toLowerCase();
  if (name === undefined || name === 'utf-32' || name === 'utf-16') return undefined;
  if (name === 'utf-32be' || name === 'utf-32le') return name;
  try {
    return new TextDecoder(name).encoding;
  } catch {
    return undefined;
  }
}

/** JSON begins with two ASCII characters, if it is more than a digit. */
function guessCharset(bytes: Buffer): string {
  if (bytes.length < 4 || (bytes[0] !== 0 && bytes[1] !== 0)) return 'utf-8';
  const zeros = [0, 1, 2, 3].map((index) => (bytes[index] === 0 ? '0' : 'x')).join('');
  const charsets: Readonly<Record<string, string>> = {
    '000x': 'utf-32be',
    x000: 'utf-32le',
    '0x0x': 'utf-16be',
    x0x0: 'utf-16le',
  };
  return charsets[zeros] ?? 'utf-8';
}

function decodeUtf32(bytes: Buffer, isBigEndian: boolean): string {
  const points: number[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const point = isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    if (at === 0 && point === 0xfeff) continue;
    points.push(point <= 0x10ffff ? point : 0xfffd);
  }
  return points.map((point) => String.fromCodePoint(point)).join('');
}
