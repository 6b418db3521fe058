import { expect } from 'chai';
import { findCycles } from './find-cycles.ts';
import { readImports, readsProcess } from './read-imports.ts';

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

  it('names every file of the cycle when files import each other', () => {
    const graph = new Map([
      ['a.ts', ['b.ts']],
      ['b.ts', ['c.ts', 'd.ts']],
      ['c.ts', ['a.ts']],
      ['d.ts', []],
    ]);
    expect(findCycles(graph)).to.deep.equal(['a.ts -> b.ts -> c.ts -> a.ts']);
  });
});
