/** The part of ASN.1 DER (ITU-T X.690) that a certificate and a request need. */

const TAGS = {
  integer: 0x02,
  bitString: 0x03,
  null: 0x05,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
  set: 0x31,
  /** `[0]`, constructed. */
  attributes: 0xa0,
} as const;

export type DerTag = keyof typeof TAGS;

export function encode(tag: DerTag, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([TAGS[tag]]), encodeLength(content.length), content]);
}

function encodeLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const bytes = Buffer.from(length.toString(16).padStart(length > 0xff ? 4 : 2, '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 | bytes.length]), bytes]);
}

/** @param value not negative, most significant byte first */
export function encodeInteger(value: Buffer): Buffer {
  // A leading 1 would make it negative.
  return encode('integer', (value[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.from([0]), value]) : value);
}

/** @param name for example `2.5.4.3` */
export function encodeObjectIdentifier(name: string): Buffer {
  const [first = 0, second = 0, ...rest] = name.split('.').map(Number);
  return encode('objectIdentifier', Buffer.from([first * 40 + second, ...rest.flatMap(encodeBase128)]));
}

function encodeBase128(value: number): number[] {
  const groups = [value & 0x7f];
  for (let left = value >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80);
  return groups;
}

/** Whole bytes: no bit of the last one is unused. */
export function encodeBitString(bytes: Buffer): Buffer {
  return encode('bitString', Buffer.from([0]), bytes);
}

/** RFC 5280 section 4.1.2.5: UTCTime until 2049. */
export function encodeTime(time: Date): Buffer {
  const digits = time.toISOString().replace(/\.\d+|[-:T]/g, '');
  return time.getUTCFullYear() < 2050
    ? encode('utcTime', Buffer.from(digits.slice(2)))
    : encode('generalizedTime', Buffer.from(digits));
}
