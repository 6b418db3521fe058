/** Texts in a buffer of fixed size: each new text overwrites the oldest. */
export interface TextRing {
  /**
   * @param text ASCII
   * @returns its place, or undefined when it is longer than the ring
   */
  write(text: string): RingPlace | undefined;
  /** @returns undefined when the text has been overwritten */
  read(place: RingPlace): string | undefined;
}

export interface RingPlace {
  /** Total of bytes written or skipped before this text. */
  readonly start: number;
  readonly bytes: number;
}

/**
 * Outside of V8's heap, whose collector is made for objects that die young or stay: a text that lives for a minute
 * would be copied twice and then wait for a major collection (docs/decisions/2026-11-25-garbage-of-a-request.md). The
 * system allocates the memory on the first write, so an unused ring costs nothing.
 */
export function createTextRing(bytes: number): TextRing {
  const ring = Buffer.allocUnsafeSlow(bytes);
  let end = 0;

  return {
    write(text) {
      const { length } = text;
      if (length > bytes) return undefined;
      const left = bytes - (end % bytes);
      // A text is never split at the end of the buffer.
      const start = length > left ? end + left : end;
      ring.write(text, start % bytes, length, 'latin1');
      end = start + length;
      return { start, bytes: length };
    },
    read(place) {
      if (end - place.start > bytes) return undefined;
      const offset = place.start % bytes;
      return ring.toString('latin1', offset, offset + place.bytes);
    },
  };
}
