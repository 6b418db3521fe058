import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  type ConfigChange,
  type ConfigSource,
  createConfigSource,
} from '../../src/config-source/config-source.ts';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';

type Files = Readonly<Record<string, string>>;

const LABEL = 'providers: { zoom: { label: Ours } }';
const OFF = JSON.stringify({
  providers: Object.fromEntries(
    ['zoom', 'teams', 'webex', 'gotomeeting'].map((id) => [id, { enabled: false }]),
  ),
});
const OWN = 'providers: { own: { extends: zoom, path: own, callback: ownCallback } }';
const RINGCENTRAL =
  'providers: { ringcentral: { clientId: { value: a }, clientSecret: { env: ZOOM_CLIENT_SECRET } } }';
const tenants = (count: number, from = 0, more: object = {}): string =>
  JSON.stringify({
    tenants: Object.fromEntries(
      Array.from({ length: count }, (_, index) => [
        `t${from + index}`,
        { publicUrl: `https://d.example.com/${from + index}`, providers: { zoom: {} }, ...more },
      ]),
    ),
  });

const EMPTY =
  'the provider files have become empty, or are gone; to run without them, unset DOMI_CONFIG and restart';
const NO_TENANTS = 'the files have no tenants any more; to run as a single tenant, restart';
const NEW_TENANTS =
  'the files have tenants now, and the service runs as a single tenant; to serve them, restart';
const NO_SERVICES = 'no meeting service would be enabled any more; if that is meant, restart';

/** What is in use, what comes, and why it is refused. */
const REFUSED: readonly (readonly [what: string, before: Files, after: Files, message: string])[] = [
  ['an emptied folder', { 'a.yaml': tenants(2) }, {}, EMPTY],
  ['a folder without provider files', { 'a.yaml': tenants(2) }, { 'a.txt': tenants(2) }, EMPTY],
  ['an empty file', { 'a.yaml': tenants(2) }, { 'a.yaml': '' }, EMPTY],
  ['nothing but a comment', { 'a.yaml': tenants(2) }, { 'a.yaml': '# gone\n' }, EMPTY],
  ['an empty mapping', { 'a.yaml': tenants(2) }, { 'a.yaml': '{}' }, EMPTY],
  ['an emptied folder of a single tenant', { 'a.yaml': LABEL }, {}, EMPTY],
  ['an empty section', { 'a.yaml': tenants(2) }, { 'a.yaml': 'tenants: {}' }, NO_TENANTS],
  ['a file without the section', { 'a.yaml': tenants(2) }, { 'a.yaml': LABEL }, NO_TENANTS],
  ['a section that is new', { 'a.yaml': LABEL }, { 'a.yaml': tenants(2) }, NEW_TENANTS],
  ['a section where there was no file', {}, { 'a.yaml': tenants(2) }, NEW_TENANTS],
  ['records that are all switched off', { 'a.yaml': LABEL }, { 'a.yaml': OFF }, NO_SERVICES],
  [
    'a service of its own that is gone with all records',
    { 'a.yaml': OWN },
    { 'a.yaml': 'providers: {}' },
    'the files have no records of meeting services any more, which would end own; if that is meant, restart',
  ],
  [
    'a service whose id and secret are gone with all records',
    { 'a.yaml': RINGCENTRAL },
    { 'a.yaml': 'defaults: { displayName: Acme }' },
    'the files have no records of meeting services any more, which would end ringcentral; if that is meant, restart',
  ],
  [
    'tenants without any service',
    { 'a.yaml': tenants(2) },
    { 'a.yaml': tenants(2, 0, { providers: {} }) },
    NO_SERVICES,
  ],
  [
    'tenants that all have a fault',
    { 'a.yaml': tenants(2) },
    { 'a.yaml': tenants(2, 0, { colour: 'red' }) },
    'each of the 2 tenants has a fault, so nobody would be served',
  ],
];

/** What is in use, what comes, and how many tenants are lost. */
const TAKEN: readonly (readonly [what: string, before: Files, after: Files, lost: number])[] = [
  ['one tenant fewer', { 'a.yaml': tenants(3) }, { 'a.yaml': tenants(2) }, 1],
  ['other tenants', { 'a.yaml': tenants(3) }, { 'a.yaml': tenants(3, 10) }, 3],
  ['a file fewer', { 'a.yaml': tenants(3), 'b.yaml': tenants(2, 5) }, { 'b.yaml': tenants(2, 5) }, 3],
  [
    'a file that is empty beside another',
    { 'a.yaml': tenants(3), 'b.yaml': tenants(2, 5) },
    { 'a.yaml': '', 'b.yaml': tenants(2, 5) },
    3,
  ],
  [
    'a fault of one',
    { 'a.yaml': tenants(3) },
    { 'a.yaml': tenants(2), 'b.yaml': tenants(1, 2, { colour: 'red' }) },
    1,
  ],
  ['more tenants', { 'a.yaml': tenants(3) }, { 'a.yaml': tenants(9) }, 0],
  ['a first file without tenants', {}, { 'a.yaml': LABEL }, 0],
  ['one of two services fewer', { 'a.yaml': OWN, 'b.yaml': LABEL }, { 'b.yaml': LABEL }, 0],
  ['an override that is gone, but not the file', { 'a.yaml': LABEL }, { 'a.yaml': 'providers: {}' }, 0],
];

describe('a reload', function () {
  this.timeout(30_000);
  let folder: string;
  let source: ConfigSource | undefined;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'domi-emptying-'));
  });
  afterEach(async () => {
    await source?.stop();
    rmSync(folder, { recursive: true });
  });

  function writeAll(files: Files): void {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  }

  async function reload(before: Files, ...later: readonly Files[]): Promise<(ConfigChange | undefined)[]> {
    writeAll(before);
    source = createConfigSource(
      { ...TEST_ENVIRONMENT, DOMI_CONFIG: folder },
      { times: { poll: 60_000, rest: 5 } },
    );
    await source.load();
    const changes = source.changes();
    const results: (ConfigChange | undefined)[] = [];
    for (const files of later) {
      for (const name of ['a.yaml', 'b.yaml']) rmSync(join(folder, name), { force: true });
      writeAll(files);
      source.request();
      const { value } = await changes.next('adopted');
      results.push(value ?? undefined);
    }
    return results;
  }

  for (const [what, before, after, message] of REFUSED) {
    it(`that brings ${what}, is refused: ${message}`, async () => {
      const [change] = await reload(before, after);
      expect(change?.kind).to.equal('refused');
      const [fault] = change?.kind === 'refused' ? change.faults : [];
      expect(fault).to.deep.include({ where: 'DOMI_CONFIG', message });
    });
  }

  for (const [what, before, after, lost] of TAKEN) {
    it(`that brings ${what}, is carried out, and says that ${lost} are lost`, async () => {
      const [change] = await reload(before, after);
      expect(change?.kind === 'reloaded' && change.loss.lost).to.equal(lost);
    });
  }

  it('after a refusal, is compared with what is in use, and not with what was refused', async () => {
    const before = { 'a.yaml': tenants(3) };
    const results = await reload(before, { 'a.yaml': '' }, {}, before, { 'a.yaml': tenants(2) });
    expect(results.map((change) => change?.kind)).to.deep.equal([
      'refused',
      'refused',
      'unchanged',
      'reloaded',
    ]);
    const last = results.at(-1);
    expect(last?.kind === 'reloaded' && last.loss).to.deep.equal({ lost: 1, before: 3 });
  });

  it('that brings a faulty tenant back, does not count it as lost later', async () => {
    const faulty = { 'a.yaml': tenants(2), 'b.yaml': tenants(1, 2, { colour: 'red' }) };
    const results = await reload({ 'a.yaml': tenants(3) }, faulty, { 'a.yaml': tenants(2) });
    expect(results.map((change) => change?.kind === 'reloaded' && change.loss)).to.deep.equal([
      { lost: 1, before: 3 },
      { lost: 0, before: 2 },
    ]);
  });

  it('that changes one tenant, keeps the others as they are, faulty ones too', async () => {
    const files = { 'a.yaml': tenants(2), 'b.yaml': tenants(1, 2, { colour: 'red' }) };
    writeAll(files);
    source = createConfigSource(
      { ...TEST_ENVIRONMENT, DOMI_CONFIG: folder },
      { times: { poll: 60_000, rest: 5 } },
    );
    const before = await source.load();
    const changes = source.changes();
    writeAll({ 'a.yaml': tenants(3, 0).replaceAll('"t2"', '"t9"').replace('/2"', '/9"') });
    source.request();
    const { value } = await changes.next('adopted');
    const after = value && value.kind === 'reloaded' ? value.config : undefined;
    const find = (config: typeof before | undefined, path: string) =>
      config?.directory.resolve('d.example.com', path)?.tenant;
    for (const path of ['/0', '/1', '/2']) expect(find(after, path), path).to.equal(find(before, path));
    expect(find(after, '/2')?.isMisconfigured).to.equal(true);
    expect(find(after, '/9')?.isMisconfigured).to.equal(false);
    expect(after?.rejected.count).to.equal(1);
  });
});
