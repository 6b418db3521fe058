import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { ConfigError } from '../../src/config/report/config-error.ts';
import { createLooker } from '../../src/config-source/create-looker.ts';
import { type Loaded, loadFirst } from '../../src/config-source/load-first.ts';
import { readList } from '../../src/config-source/shared-text.ts';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';

describe('the configuration that the service starts with', function () {
  this.timeout(30_000);
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'domi-first-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** @param large octets from which on a thread of its own judges */
  function load(large: number): Promise<Loaded> {
    return loadFirst({ ...TEST_ENVIRONMENT, DOMI_CONFIG: folder }, large);
  }

  function write(tenants: object): void {
    writeFileSync(join(folder, 'tenants.yaml'), JSON.stringify({ tenants }));
  }

  it('is the same whether a thread of its own judges it or not', async () => {
    write({
      a: { publicUrl: 'https://d.example.com/a', providers: { zoom: {}, teams: {} } },
      b: { publicUrl: 'https://d.example.com/b', providers: { zoom: { label: 'Ours' } } },
    });
    const [here, there] = [await load(Number.POSITIVE_INFINITY), await load(1)];
    expect([...there.known.digests.keys()]).to.deep.equal(['a', 'b']);
    expect(here.known.digests.size).to.equal(0);
    expect(there.config.directory.tenants).to.deep.equal(here.config.directory.tenants);
    expect(there.config.sealKeys).to.deep.equal(here.config.sealKeys);
    expect(Object.keys(there.config).sort()).to.deep.equal(Object.keys(here.config).sort());
    expect(there.config.directory.resolve('d.example.com', '/b/x')?.tenant.id).to.equal('b');
    expect(readList(there.reading.paths)).to.deep.equal(readList(here.reading.paths));
    expect(there.reading.digest).to.equal(here.reading.digest);
    expect(await createLooker().look(there.reading.paths)).to.equal(here.reading.signature);
  });

  it('when it has faults, is refused with the same ones', async () => {
    write({ a: { publicUrl: 'ftp://d.example.com', providers: { zoon: {} } } });
    const messages: string[] = [];
    for (const large of [Number.POSITIVE_INFINITY, 1]) {
      const error = await load(large).catch((reason: unknown) => reason);
      expect(error).to.be.instanceOf(ConfigError);
      messages.push((error as ConfigError).message);
    }
    expect(messages[0]).to.include('zoon').and.to.equal(messages[1]);
  });
});
