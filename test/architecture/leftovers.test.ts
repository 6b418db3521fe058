import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { isWithin, ROOT } from './source-files.ts';

/** Words that the glossary replaces by others, and that have no other meaning in this code. */
const REPLACED_WORDS = /\b(octets?|judg(e[sd]?|ing|e?ments?)|mandants?)\b/i;

/** French says "octets". */
const MAY_USE_THEM: readonly string[] = ['src/pages/texts/', 'test/architecture/leftovers.test.ts'];

/** Loaded by Mocha, by the name of their file. */
const LOADED_BY_MOCHA: readonly string[] = ['scripts/tests/', 'test/helpers/root-hooks.ts'];

const EXPORTED = /^export (?:async )?(?:function\*?|const|class) (\w+)/gm;

/** The modules of the project, with what they contain. */
const FILES: readonly { path: string; code: string }[] = ['src', 'scripts', 'bench', 'test'].flatMap(
  (folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts'))
      .map((path) => `${folder}/${path}`)
      .map((path) => ({ path, code: readFileSync(join(ROOT, path), 'utf8') })),
);

describe('leftovers', () => {
  it('a function or constant that is exported, wherever it is, is used by another file', () => {
    const users = new Map<string, number>();
    for (const { code } of FILES)
      for (const word of new Set(code.match(/\w+/g))) users.set(word, (users.get(word) ?? 0) + 1);
    const unused = FILES.filter(({ path }) => !LOADED_BY_MOCHA.some((place) => isWithin(path, place)))
      .flatMap(({ path, code }) => [...code.matchAll(EXPORTED)].map(([, name = '']) => ({ path, name })))
      .filter(({ name }) => users.get(name) === 1);
    expect(unused).to.deep.equal([]);
  });

  it('a word that the glossary replaces, wherever it was used, is gone', () => {
    const found = FILES.filter(({ path }) => !MAY_USE_THEM.some((place) => isWithin(path, place))).flatMap(
      ({ path, code }) => {
        const lines = code.split('\n').entries();
        return [...lines]
          .filter(([, line]) => REPLACED_WORDS.test(line))
          .map(([index]) => `${path}:${index + 1}`);
      },
    );
    expect(found).to.deep.equal([]);
  });
});
