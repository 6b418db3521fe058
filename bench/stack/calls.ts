import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { Inspector } from './inspector.ts';

/** A function of the compiled service that ran. */
export interface CalledFunction {
  /** Below src, without its extension. */
  readonly file: string;
  /** Its name, or its line in the source if it has none. */
  readonly name: string;
  readonly calls: number;
  readonly scriptId: string;
  readonly begin: Position;
  readonly end: Position;
}

/** A position in the compiled file, counted from zero as in V8. */
export interface Position {
  readonly lineNumber: number;
  readonly columnNumber: number;
}

/** The part of V8's reply that is read here. */
interface Coverage {
  readonly result: readonly {
    readonly scriptId: string;
    readonly url: string;
    readonly functions: readonly {
      readonly functionName: string;
      readonly ranges: readonly {
        readonly startOffset: number;
        readonly endOffset: number;
        readonly count: number;
      }[];
    }[];
  }[];
}

/** Starts counting calls. V8 runs no optimized code meanwhile, so inlined calls are counted too. */
export async function startCounting(inspector: Inspector): Promise<void> {
  await inspector.send('Profiler.enable');
  await inspector.send('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
}

/** @returns the functions of `dist` called since the last call of this function; packages and Node are left out */
export async function takeCalls(inspector: Inspector): Promise<CalledFunction[]> {
  const { result } = await inspector.send<Coverage>('Profiler.takePreciseCoverage');
  return result.flatMap(({ scriptId, url, functions }) => {
    const file = /\/dist\/(.+)\.js$/.exec(url)?.[1];
    if (file === undefined || url.includes('/node_modules/')) return [];
    const script = readScript(fileURLToPath(url));
    return functions.flatMap(({ functionName, ranges: [range] }) => {
      if (range === undefined || range.count === 0) return [];
      const begin = script.locate(range.startOffset);
      const name = functionName || `(line ${script.findLine(begin)})`;
      return [{ file, name, calls: range.count, scriptId, begin, end: script.locate(range.endOffset) }];
    });
  });
}

function readScript(path: string): {
  locate(offset: number): Position;
  /** @returns the line in the TypeScript source, counted from one */
  findLine(position: Position): number;
} {
  const text = readFileSync(path, 'utf8');
  const map = new SourceMap(JSON.parse(readFileSync(`${path}.map`, 'utf8')) as SourceMapPayload);
  return {
    locate(offset) {
      const before = text.slice(0, offset).split('\n');
      return { lineNumber: before.length - 1, columnNumber: before.at(-1)?.length ?? 0 };
    },
    findLine({ lineNumber, columnNumber }) {
      const entry = map.findEntry(lineNumber, columnNumber);
      return 'originalLine' in entry ? entry.originalLine + 1 : lineNumber + 1;
    },
  };
}
