import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type ConfigSource, createConfigSource } from '../../src/config-source/config-source.ts';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { readSecrets } from '../helpers/providers.ts';

const COUNT = 10_000;
const SHARD = 250;
const SERVICES = ['zoom', 'teams', 'webex', 'gotomeeting'];
/** Every hundredth tenant names a secret that is not there. */
const isFaulty = (number: number): boolean => number % 100 === 7;

describe('ten thousand tenants, of which a hundred have a fault', function () {
  // Some seconds on a quiet machine.
  this.timeout(120_000);
  let folder: string;
  let source: ConfigSource;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'domi-ten-thousand-'));
    mkdirSync(join(folder, 'config'));
    for (let first = 0; first < COUNT; first += SHARD) writeShard(first);
  });
  after(async () => {
    await source?.stop();
    rmSync(folder, { recursive: true });
  });

  /** One file of tenants, and one with their 1,000 secrets. */
  function writeShard(first: number, name = 'Tenant'): void {
    const numbers = Array.from({ length: SHARD }, (_, index) => first + index);
    const file = join(folder, `secrets-${first}.json`);
    const secrets = numbers
      .filter((number) => !isFaulty(number))
      .map((number) => [
        `t${number}`,
        Object.fromEntries(SERVICES.map((id) => [id, `secret-of-${number}-at-${id}`])),
      ]);
    writeFileSync(file, JSON.stringify(Object.fromEntries(secrets)));
    const tenants = numbers.map((number) => {
      const app = (id: string) => ({
        clientId: { value: `client-${number}` },
        clientSecret: { file, pointer: `/t${number}/${id}` },
      });
      return [
        `t${number}`,
        {
          publicUrl: `https://d.example.com/t${number}`,
          displayName: `${name} ${number}`,
          providers: Object.fromEntries(SERVICES.map((id) => [id, app(id)])),
        },
      ];
    });
    writeFileSync(
      join(folder, 'config', `${String(first).padStart(5, '0')}.json`),
      JSON.stringify({ tenants: Object.fromEntries(tenants) }),
    );
  }

  it('start with 9,900, reload them, and keep what has not changed', async () => {
    source = createConfigSource(
      { ...TEST_ENVIRONMENT, DOMI_CONFIG: join(folder, 'config') },
      { times: { poll: 60_000, rest: 10 } },
    );
    const first = await source.load();
    expect(first.directory.tenants).to.have.length(9900);
    expect(first.rejected.count).to.equal(100);
    expect(first.rejected.tenants[0]?.faults[0]?.message).to.match(/^there is nothing at \/t7\/zoom in /);
    const find = (path: string) => first.directory.resolve('d.example.com', path)?.tenant;
    expect(find('/t9907')?.isMisconfigured).to.equal(true);
    expect(readSecrets(find('/t9999')?.byPath.get('dominoWebex'))).to.deep.equal(['secret-of-9999-at-webex']);

    const changes = source.changes();
    writeShard(5000, 'Renamed');
    source.request();
    const { value } = await changes.next('adopted');
    if (value?.kind !== 'reloaded') throw new Error(`expected a reload, not ${value?.kind}`);
    expect(value.loss).to.deep.equal({ lost: 0, before: 9900 });
    const { directory, rejected } = value.config;
    expect(rejected.count).to.equal(100);
    expect(directory.resolve('d.example.com', '/t5000')?.tenant.displayName).to.equal('Renamed 5000');
    expect(directory.resolve('d.example.com', '/t4999')?.tenant).to.equal(find('/t4999'));
    expect(directory.resolve('d.example.com', '/t9907')?.tenant).to.equal(find('/t9907'));
  });
});
