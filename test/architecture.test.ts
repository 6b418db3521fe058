import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, sep } from 'node:path';
import { expect } from 'chai';
import { type Import, readImports, readsProcess } from './helpers/read-imports.ts';

const ROOT = join(import.meta.dirname, '..');

/** The arrows: which folders of src the files of a folder may import. A new folder has to take its place here. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  oauth: [],
  sealing: [],
  observability: ['oauth'],
  providers: ['oauth'],
  limits: ['oauth', 'time'],
  tenants: ['oauth', 'providers', 'limits', 'pages'],
  pages: ['oauth (types)'],
  notes: [],
  upstream: ['oauth', 'limits', 'observability'],
  flow: ['oauth', 'sealing'],
  grants: ['oauth'],
  refresh: ['oauth', 'sealing', 'grants (types)'],
  store: ['refresh (types)', 'sealing (types)'],
  check: ['config', 'oauth', 'tenants'],
  config: ['oauth', 'providers', 'limits', 'pages', 'sealing', 'tenants'],
  onboarding: ['oauth', 'tenants', 'config'],
  'config-source': ['oauth (types)', 'tenants', 'config'],
  time: [],
  http: ['oauth', 'tenants', 'flow', 'grants', 'limits', 'refresh', 'pages', 'observability'],
  service: [
    'config',
    'config-source',
    'flow',
    'grants',
    'http',
    'limits',
    'oauth',
    'observability',
    'pages',
    'refresh',
    'sealing',
    'store',
    'tenants',
    'time',
    'upstream',
  ],
  process: ['config', 'config-source', 'observability', 'service', 'tenants'],
};

/** Packages that only these files may import; a name that ends in a slash is a folder. */
const ONLY_IN: Readonly<Record<string, readonly string[]>> = {
  got: ['upstream/'],
  redis: ['store/'],
  cockatiel: ['upstream/'],
  koa: ['http/', 'service/', 'sandbox/'],
  '@koa/router': ['http/', 'service/', 'sandbox/'],
  'koa-helmet': ['http/'],
  pino: ['observability/'],
  'playwright-core': ['sandbox/'],
  'oidc-provider': ['sandbox/'],
  '@opentelemetry/api': ['observability/'],
  '@opentelemetry/sdk-node': ['observability/'],
  'prom-client': ['observability/', 'service/'],
};

/** The core knows no network. */
const NOT_IN_OAUTH = [
  'ajv',
  'koa',
  '@koa/router',
  'koa-helmet',
  'got',
  'node:http',
  'node:https',
  'node:net',
  'node:fs',
];

/** The only files that touch the process; all others are told. */
const MAY_READ_PROCESS = ['cli.ts', 'sandbox/demo.ts'];

/** Names that say nothing about what belongs there. */
const VAGUE_FOLDERS = ['utils', 'util', 'helpers', 'common', 'shared', 'misc', 'lib'];

interface SourceFile {
  /** Below src, with forward slashes. */
  readonly path: string;
  readonly folder: string;
  readonly code: string;
  readonly imports: readonly (Import & { readonly target: string | undefined })[];
}

const files = readSources();

describe('architecture', () => {
  describe('folders of src', () => {
    const imports = files
      .filter(({ folder }) => folder !== '' && folder !== 'sandbox')
      .flatMap((file) => file.imports.map((imported) => ({ file, imported })))
      .filter(
        ({ file, imported }) => imported.target !== undefined && folderOf(imported.target) !== file.folder,
      );

    for (const folder of listFolders()) {
      it(`${folder} imports ${MAY_IMPORT[folder]?.join(', ') || 'no other folder'}, and nothing else`, () => {
        const allowed = MAY_IMPORT[folder];
        if (allowed === undefined) throw new Error(`src/${folder} has no row in MAY_IMPORT`);
        const faults = imports
          .filter(({ file }) => file.folder === folder)
          .filter(({ imported }) => {
            const target = folderOf(imported.target ?? '');
            return (
              !allowed.includes(target) && !(imported.isTypeOnly && allowed.includes(`${target} (types)`))
            );
          })
          .map(({ file, imported }) => `${file.path} imports ${imported.specifier}`);
        expect(faults).to.deep.equal([]);
      });
    }

    it('the table, when a folder is gone, has no row for it', () => {
      expect(Object.keys(MAY_IMPORT).filter((folder) => !listFolders().includes(folder))).to.deep.equal([]);
    });

    it('a folder, wherever it is, has a name that says what it is for', () => {
      const names = files.flatMap(({ path }) => dirname(path).split('/'));
      expect(names.filter((name) => VAGUE_FOLDERS.includes(name))).to.deep.equal([]);
    });

    it('the sandbox, when the service is built, is left out: nothing outside imports it', () => {
      const faults = files
        .filter(({ folder }) => folder !== 'sandbox')
        .flatMap(({ path, imports: all }) => all.map(({ target }) => ({ path, target })))
        .filter(({ target }) => target?.startsWith('sandbox/'));
      expect(faults).to.deep.equal([]);
    });
  });

  describe('packages', () => {
    for (const [name, places] of Object.entries(ONLY_IN)) {
      it(`${name} is imported in ${places.join(', ')}, and nowhere else`, () => {
        const faults = importersOf(name).filter((path) => !places.some((place) => isWithin(path, place)));
        expect(faults).to.deep.equal([]);
      });
    }

    for (const name of NOT_IN_OAUTH) {
      it(`${name} is not imported in oauth`, () => {
        expect(importersOf(name).filter((path) => isWithin(path, 'oauth/'))).to.deep.equal([]);
      });
    }

    it('a package that runs in production is a dependency, not a development dependency', () => {
      const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
        dependencies: Record<string, string>;
      };
      const faults = files
        .filter(({ folder }) => folder !== 'sandbox')
        .flatMap(({ path, imports }) => imports.map((imported) => ({ path, ...imported })))
        .filter(
          ({ specifier, isTypeOnly, target }) => target === undefined && !isTypeOnly && isPackage(specifier),
        )
        .filter(({ specifier }) => !Object.hasOwn(dependencies, nameOfPackage(specifier)))
        .map(({ path, specifier }) => `${path} imports ${specifier}`);
      expect(faults).to.deep.equal([]);
    });
  });

  it('the process, when a file is not an entry point, is not read', () => {
    const readers = files.filter(({ code }) => readsProcess(code)).map(({ path }) => path);
    expect(readers.filter((path) => !MAY_READ_PROCESS.includes(path))).to.deep.equal([]);
    expect(readers, 'what the rule has to see').to.include('cli.ts');
  });

  it('files, when they import each other, go round in no circle', () => {
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
});

describe('the reader of imports', () => {
  const rows: readonly (readonly [code: string, specifier: string, isTypeOnly: boolean])[] = [
    ["import Koa from 'koa';", 'koa', false],
    ["import './side-effect.ts';", './side-effect.ts', false],
    ["import {\n  first,\n  type Second,\n} from '../oauth/errors.ts';", '../oauth/errors.ts', false],
    ["import type { A } from './a.ts';", './a.ts', true],
    ["import { type A, type B } from './a.ts';", './a.ts', true],
    ["import * as oauth from './oauth.ts';", './oauth.ts', false],
    ["export { a } from './a.ts';", './a.ts', false],
    ["export type { A } from './a.ts';", './a.ts', true],
    ["const got = await import('got');", 'got', false],
    ["new Worker(new URL('./work.ts', import.meta.url))", './work.ts', false],
  ];
  for (const [code, specifier, isTypeOnly] of rows) {
    it(`finds the import when the code is ${JSON.stringify(code)}`, () => {
      expect(readImports(code)).to.deep.equal([{ specifier, isTypeOnly }]);
    });
  }

  it('finds nothing when an import stands in a comment or in a text', () => {
    const code = "// import a from 'a';\n/*\nimport b from 'b';\n*/\nconst text = 'import c from d';\n";
    expect(readImports(code)).to.deep.equal([]);
  });

  it('sees the process when it is used, and not when it is only named', () => {
    expect(readsProcess('const { PORT } = process.env;')).to.equal(true);
    expect(readsProcess("import { env } from 'node:process';")).to.equal(true);
    expect(
      readsProcess("// process.env\nimport './process-settings.ts';\nawait item.process.done;"),
    ).to.equal(false);
  });

  it('names every file of the circle when files import each other', () => {
    const graph = new Map([
      ['a.ts', ['b.ts']],
      ['b.ts', ['c.ts', 'd.ts']],
      ['c.ts', ['a.ts']],
      ['d.ts', []],
    ]);
    expect(findCycles(graph)).to.deep.equal(['a.ts -> b.ts -> c.ts -> a.ts']);
  });
});

function readSources(): SourceFile[] {
  const source = join(ROOT, 'src');
  return readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((name) => {
      const path = name.split(sep).join('/');
      const code = readFileSync(join(source, name), 'utf8');
      const imports = readImports(code).map((imported) => ({
        ...imported,
        target: resolve(path, imported.specifier),
      }));
      return { path, folder: folderOf(path), code, imports };
    });
}

function listFolders(): string[] {
  return [...new Set(files.map(({ folder }) => folder))]
    .filter((name) => name !== '' && name !== 'sandbox')
    .sort();
}

function folderOf(path: string): string {
  const slash = path.indexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** @returns the imported file below src, or undefined for a package and for what is outside src */
function resolve(path: string, specifier: string): string | undefined {
  if (!specifier.startsWith('.')) return undefined;
  const target = normalize(join(dirname(path), specifier))
    .split(sep)
    .join('/');
  return target.startsWith('../') ? undefined : target;
}

function targetsOf(imports: SourceFile['imports']): string[] {
  return imports.map(({ target }) => target).filter((target) => target !== undefined);
}

function importersOf(name: string): string[] {
  return files
    .filter(({ imports }) => imports.some(({ specifier }) => nameOfPackage(specifier) === name))
    .map(({ path }) => path);
}

function isWithin(path: string, place: string): boolean {
  return place.endsWith('/') ? path.startsWith(place) : path === place;
}

function isPackage(specifier: string): boolean {
  return !specifier.startsWith('.') && !specifier.startsWith('node:');
}

/** `eta/core` is of the package `eta`; a scope belongs to the name. */
function nameOfPackage(specifier: string): string {
  if (!isPackage(specifier)) return specifier;
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
}

/** Every circle once, beginning with the file that was met first. */
function findCycles(graph: ReadonlyMap<string, readonly string[]>): string[] {
  const cycles: string[] = [];
  const done = new Set<string>();
  const visit = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file);
    if (start >= 0) {
      cycles.push([...trail.slice(start), file].join(' -> '));
      return;
    }
    if (done.has(file)) return;
    for (const target of graph.get(file) ?? []) visit(target, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return cycles;
}
