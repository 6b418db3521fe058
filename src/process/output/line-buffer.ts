/** The streams of log lines that this process writes; one output may carry several. */
export type StreamName = 'log' | 'audit' | 'notice';

/** Lines that wait to be written: bounded in bytes, first in, first out. */
export interface LineBuffer {
  readonly bytes: number;
  /** How many lines wait. */
  readonly count: number;
  /** @returns false when there is no room: the line is not kept */
  add(line: string): boolean;
  /**
   * Removes the first lines, whole ones, up to `limit` bytes, and at least one.
   * @returns undefined when there is none
   */
  take(limit: number): Batch | undefined;
}

/** Lines that are written together. */
export interface Batch {
  readonly bytes: Buffer;
  readonly count: number;
}

/** @param capacity bytes */
export function createLineBuffer(capacity: number): LineBuffer {
  const lines: { readonly text: string; readonly size: number }[] = [];
  let bytes = 0;
  return {
    get bytes() {
      return bytes;
    },
    get count() {
      return lines.length;
    },
    add(text) {
      const size = Buffer.byteLength(text);
      if (bytes + size > capacity) return false;
      lines.push({ text, size });
      bytes += size;
      return true;
    },
    take(limit) {
      let [count, total] = [0, 0];
      for (const { size } of lines) {
        if (count > 0 && total + size > limit) break;
        total += size;
        count += 1;
      }
      if (count === 0) return undefined;
      bytes -= total;
      const taken = lines.splice(0, count);
      return { bytes: Buffer.from(taken.map(({ text }) => text).join('')), count };
    },
  };
}
