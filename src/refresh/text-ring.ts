/** Texts in one piece of memory of fixed size: each new one overwrites the oldest. */
export interface TextRing {
  /**
   * @param text ASCII
   * @returns where it is, undefined when it is longer than the ring
   */
  write(text: string): RingPlace | undefined;
  /** @returns undefined when something else has been written there since */
  read(place: RingPlace): string | undefined;
}

export interface RingPlace {
  /** Bytes that had been written, or passed over, before this text. */
  readonly start: number;
  readonly bytes: number;
}

/**
 * Outside of V8's heap, since its collector is quick with what dies young and with what stays: a text that lives for a minute
 * is copied twice and then waits for a large collection (docs/decisions/2026-11-25-garbage-of-a-request.md). The system gives
 * the memory when it is first written to, so a ring that is never used costs none.
 */
export function createTextRing(bytes: number): TextRing {
  const ring = Buffer.allocUnsafeSlow(bytes);
  let end = 0;

  return {
    write(text) {
      const { length } = text;
      if (length > bytes) return undefined;
      const left = bytes - (end % bytes);
      // No text goes over the edge.
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
