import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { NOT_IN_OAUTH, ONLY_IN, SANDBOX } from '../../scripts/architecture/rooms.ts';
import { isPackage, isWithin, nameOfPackage, ROOT, readSources } from './source-files.ts';

const files = readSources();

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
      .filter(({ folder }) => folder !== SANDBOX)
      .flatMap(({ path, imports }) => imports.map((imported) => ({ path, ...imported })))
      .filter(
        ({ specifier, isTypeOnly, target }) => target === undefined && !isTypeOnly && isPackage(specifier),
      )
      .filter(({ specifier }) => !Object.hasOwn(dependencies, nameOfPackage(specifier)))
      .map(({ path, specifier }) => `${path} imports ${specifier}`);
    expect(faults).to.deep.equal([]);
  });
});

function importersOf(name: string): string[] {
  return files
    .filter(({ imports }) => imports.some(({ specifier }) => nameOfPackage(specifier) === name))
    .map(({ path }) => path);
}
