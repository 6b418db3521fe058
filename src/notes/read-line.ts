import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

export type LineInput = NodeJS.ReadableStream & { readonly isTTY?: boolean };

/**
 * Reads the first line of an input, without the line break. On a terminal nothing is echoed, and long tokens stay
 * complete: the line editor of the terminal would cut them at 4096 bytes.
 */
export async function readLine(input: LineInput): Promise<string | undefined> {
  const lines = createInterface({ input, output: createSilence(), terminal: input.isTTY === true });
  try {
    const { value, done } = await lines[Symbol.asyncIterator]().next();
    return done ? undefined : value;
  } finally {
    lines.close();
  }
}

function createSilence(): Writable {
  return new Writable({
    write(_chunk, _encoding, done) {
      done();
    },
  });
}
