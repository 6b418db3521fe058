import { expect } from 'chai';
import {
  MAY_READ_CLOCK,
  MAY_READ_PROCESS,
  PROGRAMS,
  WORKER_ENDING,
} from '../../scripts/architecture/rooms.ts';
import { findCycles } from './find-cycles.ts';
import { readsProcess } from './read-imports.ts';
import { isWithin, readSources, targetsOf } from './source-files.ts';
import { findTopLevelWork, readsClock } from './top-level.ts';

const files = readSources();

const isEntryPoint = (path: string): boolean => PROGRAMS.includes(path) || path.endsWith(WORKER_ENDING);

describe('modules of src', () => {
  it('the process, when a file is not an entry point, is not read', () => {
    const readers = files.filter(({ code }) => readsProcess(code)).map(({ path }) => path);
    expect(readers.filter((path) => !MAY_READ_PROCESS.includes(path))).to.deep.equal([]);
    expect(readers, 'what the rule must see').to.include('cli.ts');
  });

  it('files, when they import each other, form no cycle', () => {
    expect(findCycles(new Map(files.map(({ path, imports }) => [path, targetsOf(imports)])))).to.deep.equal(
      [],
    );
  });

  it('every relative import, when it is resolved, is a file of src', () => {
    const known = new Set(files.map(({ path }) => path));
    const lost = files.flatMap(({ path, imports }) =>
      targetsOf(imports)
        .filter((target) => target.endsWith('.ts') && !known.has(target))
        .map((target) => `${path} imports ${target}`),
    );
    expect(lost).to.deep.equal([]);
  });

  it('a module, when it is imported, does nothing but define', () => {
    const faults = files
      .filter(({ path }) => !isEntryPoint(path))
      .flatMap(({ path, code }) => findTopLevelWork(code).map((line) => `${path}: ${line}`));
    expect(faults).to.deep.equal([]);
  });

  it('an entry point, when it is gone, does not stand on the list', () => {
    const paths = files.map(({ path }) => path);
    expect([...PROGRAMS, ...MAY_READ_PROCESS].filter((path) => !paths.includes(path))).to.deep.equal([]);
  });

  it('a clock, when a file is neither the clock nor an entry point, is an argument', () => {
    const readers = files.filter(({ code }) => readsClock(code)).map(({ path }) => path);
    expect(readers.filter((path) => !isWithin(path, MAY_READ_CLOCK) && !isEntryPoint(path))).to.deep.equal(
      [],
    );
    expect(readers, 'what the rule must see').to.include('time/clock.ts');
  });
});

describe('the reader of statements', () => {
  for (const code of [
    'await start();',
    "app.use('/', answer);",
    'parentPort?.on(event, handle);',
    'for (const file of files) register(file);',
    'try {\n  run();\n} catch {}',
    'const text = await read();',
    "const page = readFileSync('page.html');",
    'export const pool = createPool(3);',
    'const ajv = new Ajv();',
    'const isValid = ajv.compile({\n  type: 1,\n});',
    'const BYTES = randomBytes(4096);',
    "export const sdk = settings && (await import('./sdk.ts'));",
  ]) {
    it(`finds work when the code is ${JSON.stringify(code)}`, () => {
      expect(findTopLevelWork(code)).to.have.lengthOf(1);
    });
  }

  for (const code of [
    "import { start } from './start.ts';",
    'export function run() {\n  start();\n}',
    "const NAMES = new Set(['a']);",
    'export const LIMITS = Object.freeze({});',
    'const read = (path) => readFileSync(path);',
    'const parts: Parts = {\n  read: async () => {\n    await open();\n  },\n};',
    'export const run = async (path: string): Promise<void> => {\n  await start(path);\n};',
    '/*\nstart();\n*/\n// start();',
    'const SCRIPT = `\nredis.call(1)\n`;',
  ]) {
    it(`finds none when the code is ${JSON.stringify(code)}`, () => {
      expect(findTopLevelWork(code)).to.deep.equal([]);
    });
  }

  it('sees a clock when it is read, and not when a date is parsed', () => {
    for (const code of [
      'const begin = performance.now();',
      'now = Date.now',
      'new Date().toISOString()',
      'new Date;',
    ])
      expect(readsClock(code), code).to.equal(true);
    for (const code of ['new Date(text)', 'clock.monotonic()', '// Date.now()'])
      expect(readsClock(code), code).to.equal(false);
  });
});
