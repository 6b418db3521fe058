import { basename } from 'node:path';
import { expect } from 'chai';
import { PROGRAMS, WORKER_ENDING } from '../../scripts/architecture/rooms.ts';
import { listPaths, readSources } from './source-files.ts';

/** Words that begin the name of a file only as a verb. `trace`, `seal` or `request` may be nouns, so they do not count. */
const VERBS: readonly string[] = [
  'adapt',
  'ask',
  'assign',
  'build',
  'check',
  'classify',
  'collect',
  'connect',
  'derive',
  'describe',
  'draft',
  'explain',
  'find',
  'list',
  'load',
  'merge',
  'mint',
  'observe',
  'parse',
  'read',
  'refuse',
  'render',
  'resolve',
  'revise',
  'run',
  'serve',
  'show',
  'speak',
  'start',
  'to',
  'unpack',
  'validate',
  'walk',
  'watch',
  'write',
];

/** A README.md is the same in every folder; the templates of the sandbox are not read beside those of the service. */
const MAY_SHARE_A_NAME = /(^|\/)README\.md$|^sandbox\/templates\//;

/** Their one function is a helper for the types. */
const MOSTLY_TYPES: readonly string[] = ['config/report/place.ts'];

const files = readSources();

describe('names in src', () => {
  it('a file name, wherever the file is, is there once', () => {
    const paths = listPaths().filter((path) => !MAY_SHARE_A_NAME.test(path));
    expect(findShared(paths.map((path) => [basename(path), path]))).to.deep.equal([]);
  });

  it('an exported type, wherever it is declared, has a name of its own', () => {
    const types = files.flatMap(({ path, code }) =>
      [...code.matchAll(/^export (?:declare |abstract )*(?:type|interface|class|enum) (\w+)/gm)].map(
        ([, name = '']) => [name, path] as const,
      ),
    );
    expect(findShared(types)).to.deep.equal([]);
  });

  it('a file that provides a thing has its name, without the "create-" of its factory', () => {
    const names = files.filter(({ path }) => basename(path).startsWith('create-')).map(({ path }) => path);
    expect(names).to.deep.equal([]);
  });

  it('a file whose name begins with a verb exports the function of that name', () => {
    const faults = files
      .filter(({ path }) => !PROGRAMS.includes(path) && !path.endsWith(WORKER_ENDING))
      .filter(({ path }) => VERBS.includes(/^[a-z]+/.exec(basename(path))?.[0] ?? ''))
      .flatMap(({ path, code }) => {
        const name = toCamelCase(basename(path, '.ts'));
        const exported = new RegExp(`^export (?:async )?(?:function\\*?|const) ${name}\\b`, 'm');
        return exported.test(code) ? [] : [`${path} exports no ${name}`];
      });
    expect(faults).to.deep.equal([]);
  });

  it('a file that provides one function has its name, or that of what it makes or returns', () => {
    const faults = files
      .filter(({ path }) => !MOSTLY_TYPES.includes(path))
      .flatMap(({ path, code }) => {
        const [only, ...others] = listExportedValues(code);
        if (only?.kind !== 'function' || others.length > 0) return [];
        const name = toCamelCase(basename(path, '.ts'));
        const names = [only.name, ...listExportedTypes(code)].map(toFileName);
        return names.includes(name.toLowerCase()) ? [] : [`${path} provides ${only.name}`];
      });
    expect(faults).to.deep.equal([]);
  });
});

/** Exported functions, classes and constants. */
function listExportedValues(code: string): { kind: string; name: string }[] {
  const exports = code.matchAll(/^export (?:async )?(function|const|class)\*? (\w+)/gm);
  return [...exports].map(([, kind = '', name = '']) => ({ kind, name }));
}

function listExportedTypes(code: string): string[] {
  const declared = code.matchAll(/^export (?:type|interface) (\w+)/gm);
  const passedOn = code.matchAll(/^export (?:type )?\{([^}]+)\}/gm);
  return [...declared, ...passedOn].flatMap(([, names = '']) => names.split(/[\s,]+/).filter(Boolean));
}

/** `createX` makes the thing that the file is named after. */
function toFileName(name: string): string {
  return name.replace(/^create(?=[A-Z])/, '').toLowerCase();
}

/** @returns each name that is there more than once, and where */
function findShared(entries: readonly (readonly [name: string, path: string])[]): string[] {
  return [...Map.groupBy(entries, ([name]) => name)]
    .filter(([, all]) => all.length > 1)
    .map(([name, all]) => `${name}: ${all.map(([, path]) => path).join(', ')}`);
}

function toCamelCase(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
