import { CANARY } from './soak-provider.ts';
import type { Tally } from './tally.ts';

interface ReadyLine {
  readonly port: number;
  readonly metrics_port: number;
}

/** Reads what a replica writes, and notes what must not be there. */
export interface OutputWatch {
  readonly readLog: (chunk: Buffer) => void;
  readonly readErrors: (chunk: Buffer) => void;
  /** Log lines so far. */
  readonly lines: number;
  /** From the line that says that the service listens. */
  readonly ready: ReadyLine | undefined;
  /** When it last said that the store is up, on the monotonic clock. */
  readonly lastStoreUp: number;
  /** What it last said about the store. */
  readonly aboutStore: string;
  /** When it was last without the store, as far as its log says, on the monotonic clock. */
  readonly lastWithoutStore: number;
  /** The last output of either stream, without lines about requests. */
  readonly text: string;
}

/** Characters. */
const LAST = 4000;
/** Failures that a service must not have, whatever comes. */
const FATAL = /"level":"fatal"|uncaughtException|unhandledRejection/;

export function createOutputWatch(name: string, tally: Tally): OutputWatch {
  let rest = '';
  let lines = 0;
  let ready: ReadyLine | undefined;
  let aboutStore = '';
  let isWithoutStore = false;
  /** The end of the last time without it, too. */
  let lastStoreUp = Number.NEGATIVE_INFINITY;
  let text = '';

  function take(message: string): void {
    text = (text + message).slice(-LAST);
  }

  function readLine(line: string): void {
    lines += 1;
    if (!line.includes('"kind":"access"')) take(`${line}\n`);
    if (line.includes(CANARY)) tally.breach('quiet', `a token in the log of ${name}`);
    if (line.includes('"msg":"ready"')) ready = JSON.parse(line) as ReadyLine;
    if (line.includes('"msg":"store ')) aboutStore = line;
    if (line.includes('"msg":"store down, continuing without it"')) {
      isWithoutStore = true;
      tally.count('store', `down for ${name}`);
    }
    if (line.includes('"msg":"store up"')) {
      isWithoutStore = false;
      lastStoreUp = performance.now();
    }
    if (FATAL.test(line)) tally.breach('quiet', `${name}: ${line.slice(0, 300)}`);
  }

  return {
    readLog(chunk) {
      const parts = (rest + chunk.toString()).split('\n');
      rest = parts.pop() ?? '';
      for (const line of parts) readLine(line);
    },
    readErrors(chunk) {
      const message = chunk.toString();
      take(message);
      if (message.includes(CANARY)) tally.breach('quiet', `a token in the standard error of ${name}`);
      if (/\(node:\d+\)/.test(message)) tally.breach('quiet', `${name}: ${message.slice(0, 300)}`);
    },
    get lines() {
      return lines;
    },
    get ready() {
      return ready;
    },
    get aboutStore() {
      return aboutStore;
    },
    get lastStoreUp() {
      return lastStoreUp;
    },
    get lastWithoutStore() {
      return isWithoutStore ? performance.now() : lastStoreUp;
    },
    get text() {
      return text;
    },
  };
}
