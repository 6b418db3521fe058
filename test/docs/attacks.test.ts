import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ATTACK_GROUPS, WITHOUT_TEST } from '../../scripts/attacks/catalogue.ts';
import { type AttackTest, listAttackTests } from '../../scripts/attacks/list-attack-tests.ts';
import { renderAttacks } from '../../scripts/attacks/render-attacks.ts';
import { ENTRANCES } from '../adversary/entrances.ts';

const PAGE = join(import.meta.dirname, '..', '..', 'docs', 'security.md');

/** What reaches us before a tenant or provider is known, so that proxies could make a difference. */
const AT_EVERY_ENTRANCE = ['A', 'B', 'C'];

describe('the catalogue of attacks', function () {
  // It loads many test files in a process of its own.
  this.timeout(120_000);
  const ids = ATTACK_GROUPS.flatMap(({ attacks }) => Object.keys(attacks));
  let tests: AttackTest[];

  before(() => {
    tests = listAttackTests();
  });

  it('has each attack either in the name of a test or in the list of those without, and none in both', () => {
    const tested = new Set(tests.flatMap((test) => test.ids));
    expect(ids.filter((id) => !tested.has(id)).sort()).to.deep.equal(Object.keys(WITHOUT_TEST).sort());
  });

  it('knows every id that a test names', () => {
    const unknown = tests.filter((test) => test.ids.some((id) => !ids.includes(id)));
    expect(unknown.map(({ name }) => name)).to.deep.equal([]);
  });

  it('has the letter of its group in every id, and no id twice', () => {
    for (const { letter, attacks } of ATTACK_GROUPS) {
      for (const id of Object.keys(attacks)) expect(id).to.match(new RegExp(`^${letter}\\d+$`));
    }
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('is carried out direct, behind nginx and behind HAProxy where proxies could make a difference', () => {
    const missing = ids
      .filter((id) => AT_EVERY_ENTRANCE.includes(id.charAt(0)))
      .flatMap((id) => ENTRANCES.map((entrance) => [id, entrance] as const))
      .filter(
        ([id, entrance]) =>
          !tests.some(({ ids, name }) => ids.includes(id) && name.endsWith(`, ${entrance}`)),
      );
    expect(missing).to.deep.equal([]);
  });

  it('is counted in docs/security.md as it is', () => {
    expect(readFileSync(PAGE, 'utf8')).to.include(renderAttacks(tests));
  });
});
