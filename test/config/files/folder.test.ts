import { expect } from 'chai';
import type { ConfigPlan } from '../../../src/config/config.ts';
import { validateConfig } from '../../../src/config/load-config.ts';
import { TEST_ENVIRONMENT } from '../../helpers/create-test-service.ts';
import { createMemoryDisk } from '../../helpers/validate-text.ts';

function load(files: Record<string, string>): ConfigPlan {
  const disk = createMemoryDisk(
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`/c/${name}`, text])),
  );
  return validateConfig(
    { ...TEST_ENVIRONMENT, DOMI_CONFIG: '/c' },
    { disk: { ...disk, isFolder: () => true } },
  );
}

const LABEL = 'providers: { zoom: { label: Ours } }';

describe('a folder of provider files', () => {
  for (const [what, files, warning] of [
    ['empty', {}, 'the folder is empty'],
    ['full of hidden files', { '..data': '', '.a.yaml': LABEL }, 'it has only hidden files'],
    [
      'full of others',
      { 'tenants.yaml.bak': '', 'README.md': '', '.hidden': '' },
      'it has README.md, tenants.yaml.bak, but no *.yaml, *.yml or *.json',
    ],
    [
      'full of many others',
      Object.fromEntries([...'abcdefgh'].map((name) => [name, ''])),
      'it has a, b, c, d, e and 3 more, but no *.yaml, *.yml or *.json',
    ],
    [
      'that has a strange name',
      { 'a\u001b[31m': '' },
      'it has (a name with other characters), but no *.yaml, *.yml or *.json',
    ],
  ] as const) {
    it(`${what}, is warned of: ${warning}`, () => {
      expect(load(files).warnings).to.include(`DOMI_CONFIG: nothing is read in /c: ${warning}`);
    });
  }

  for (const name of ['.10.yaml', '._10.yaml', '.#10.yaml', '..json']) {
    it(`with the hidden file ${name}, leaves it out`, () => {
      const { tenants, warnings } = load({ '20.yaml': LABEL, [name]: 'not: [yaml' });
      expect(tenants[0]?.providers[0]?.provider.label).to.equal('Ours');
      expect(warnings).to.deep.equal([]);
    });
  }

  it('with an empty file, is warned of, by its name', () => {
    for (const text of ['', '# nothing\n', '---\n', 'null'])
      expect(load({ '10.yaml': LABEL, '20.yaml': text }).warnings, text).to.deep.equal([
        '/c/20.yaml:1:1: the file is empty',
      ]);
  });

  it('in which a file overrides those before it, says so once for each of them', () => {
    const tenants = (ids: readonly string[]): string =>
      JSON.stringify({
        tenants: Object.fromEntries(ids.map((id) => [id, { publicUrl: `https://d.example.com/${id}` }])),
      });
    const many = ['t1', 't2', 't3', 't4', 't5', 't6', 't7'];
    const { warnings } = load({
      '10.json': tenants(many),
      '20.json': tenants(['t1', 'new']),
      '30.json': tenants(many),
      '40.json': '{ "providers": { "zoom": { "label": "A" } }, "defaults": { "language": "de" } }',
      '50.json': '{ "providers": { "zoom": { "label": "B" } }, "defaults": { "language": "fr" } }',
    });
    expect(warnings).to.deep.equal([
      '/c/20.json:1:13: overrides the tenant t1 of /c/10.json',
      '/c/30.json:1:13: overrides the tenant t1 of /c/20.json',
      '/c/30.json:1:59: overrides the tenant t2, t3, t4, t5, t6 and 1 more of /c/10.json',
      '/c/50.json:1:18: overrides the record of zoom of /c/40.json',
      '/c/50.json:1:60: overrides the default language of /c/40.json',
    ]);
  });

  it('with one file, or several that have nothing in common, is not warned of', () => {
    expect(
      load({ '10.yaml': LABEL, '20.yaml': 'providers: { teams: { label: Teams } }' }).warnings,
    ).to.deep.equal([]);
  });

  it('has a hash of its contents, in the order of their names, and of nothing else', () => {
    const hash = load({ '10.yaml': LABEL, '20.yaml': '# a\n' }).hash;
    expect(hash).to.match(/^[0-9a-f]{16}$/);
    expect(load({ '10.yaml': LABEL, '20.yaml': '# a\n', 'README.md': 'x', '.x.yaml': 'x' }).hash).to.equal(
      hash,
    );
    expect(load({ '10.yaml': LABEL, '20.yaml': '# b\n' }).hash).to.not.equal(hash);
    expect(load({}).hash).to.equal('e3b0c44298fc1c14');
  });
});
