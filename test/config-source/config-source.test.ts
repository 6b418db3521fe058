import {
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import type { Config } from '../../src/config/config.ts';
import { ConfigError } from '../../src/config/report/config-error.ts';
import {
  type ConfigChange,
  type ConfigSource,
  type ConfigSourceOptions,
  createConfigSource,
} from '../../src/config-source/config-source.ts';
import { readTexts } from '../../src/config-source/packed-texts.ts';
import { NO_TENANTS } from '../../src/config-source/tenant-assembler.ts';
import { THREAD_TIMES } from '../../src/config-source/thread-watch.ts';
import { validateHere, validateInWorker } from '../../src/config-source/validation.ts';
import { createWorkerPool } from '../../src/config-source/worker-pool.ts';
import { type Clock, SYSTEM_CLOCK } from '../../src/time/clock.ts';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { listSecrets } from '../helpers/providers.ts';

describe('the source of configuration', function () {
  this.timeout(30_000);
  let folder: string;
  let environment: Record<string, string>;
  const sources: ConfigSource[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'domi-source-'));
    environment = { ...TEST_ENVIRONMENT, DOMI_CONFIG: folder };
  });
  afterEach(async () => {
    for (const source of sources.splice(0)) await source.stop();
    rmSync(folder, { recursive: true });
  });

  function createSource(options: ConfigSourceOptions = {}): ConfigSource {
    const source = createConfigSource(environment, { times: { poll: 100, rest: 10 }, ...options });
    sources.push(source);
    return source;
  }

  function write(tenants: object): void {
    writeFileSync(join(folder, 'tenants.yaml'), JSON.stringify({ tenants }));
  }

  /** Tenants with these names. */
  function writeNames(...names: string[]): void {
    const tenants = names.map((name, index) => [
      `t${index}`,
      { publicUrl: `https://d.example.com/${index}`, displayName: name, providers: { zoom: {} } },
    ]);
    write(Object.fromEntries(tenants));
  }

  const listNames = ({ directory }: Config): (string | undefined)[] =>
    directory.tenants.map(({ displayName }) => displayName);

  function iterate(source: ConfigSource): () => Promise<ConfigChange | undefined> {
    const iterator = source.changes()[Symbol.asyncIterator]();
    return async () => {
      const { value, done } = await iterator.next();
      return done ? undefined : value;
    };
  }

  async function expectReload(next: () => Promise<ConfigChange | undefined>): Promise<Config> {
    const change = await next();
    if (change?.kind !== 'reloaded') throw new Error(`expected a reload, not ${change?.kind}`);
    return change.config;
  }

  /** A clock on which something happens whenever somebody waits for files to be at rest. */
  function createClock(onRest: (count: number) => void): Clock {
    let count = 0;
    return {
      ...SYSTEM_CLOCK,
      async sleep() {
        count += 1;
        onRest(count);
      },
    };
  }

  describe('at the start', () => {
    const HERE = Number.POSITIVE_INFINITY;
    const IN_WORKER = 1;

    it('loads the same whether a thread of its own validates it or not', async () => {
      write({
        a: { publicUrl: 'https://d.example.com/a', providers: { zoom: {}, teams: {} } },
        b: { publicUrl: 'https://d.example.com/b', providers: { zoom: { label: 'Ours' } } },
      });
      const here = await createSource({ large: HERE }).load();
      const there = await createSource({ large: IN_WORKER }).load();
      expect(there.directory.tenants).to.deep.equal(here.directory.tenants);
      expect(there.sealKeys).to.deep.equal(here.sealKeys);
      expect(Object.keys(there).sort()).to.deep.equal(Object.keys(here).sort());
      expect(there.directory.resolve('d.example.com', '/b/x')?.tenant.id).to.equal('b');
    });

    it('reads the same whether a thread of its own validates it or not', async () => {
      write({ a: { publicUrl: 'https://d.example.com/a', providers: { zoom: {} } } });
      const task = {
        environment,
        now: new Date(),
        digestInUse: '',
        tenantsInUse: NO_TENANTS.digests,
        essentials: undefined,
      };
      const here = await validateHere(task);
      const there = await validateInWorker(
        task,
        createWorkerPool(new AbortController().signal, THREAD_TIMES),
      );
      await there.end();
      expect(there.outcome.snapshot).to.deep.equal(here.outcome.snapshot);
      expect([...readTexts(here.outcome.snapshot.paths)]).to.include(join(folder, 'tenants.yaml'));
    });

    it('refuses a configuration with faults, with the same ones in both', async () => {
      write({ a: { publicUrl: 'ftp://d.example.com', providers: { zoon: {} } } });
      const messages: string[] = [];
      for (const large of [HERE, IN_WORKER]) {
        const error = await createSource({ large })
          .load()
          .catch((reason: unknown) => reason);
        expect(error).to.be.instanceOf(ConfigError);
        messages.push((error as ConfigError).message);
      }
      expect(messages[0]).to.include('zoon').and.to.equal(messages[1]);
    });
  });

  describe('when files change', () => {
    it('yields a configuration again whose adoption has failed, until it is adopted', async () => {
      writeNames('A');
      const source = createSource();
      await source.load();
      const changes = source.changes();
      writeNames('B');
      const first = await changes.next();
      const again = await changes.next('failed');
      source.request();
      const last = await changes.next('adopted');
      const kinds = [first, again, last].map(({ value }) => value?.kind);
      expect(kinds).to.deep.equal(['reloaded', 'reloaded', 'unchanged']);
      if (again.value?.kind === 'reloaded') expect(listNames(again.value.config)).to.deep.equal(['B']);
    });

    it('hands over what changed, and keeps the other tenants as they are', async () => {
      writeNames('A', 'B');
      const source = createSource();
      const before = await source.load();
      const next = iterate(source);
      writeNames('A', 'C');
      const after = await expectReload(next);
      expect(listNames(after)).to.deep.equal(['A', 'C']);
      expect(after.directory.tenants[0]).to.equal(before.directory.tenants[0]);
      expect(after.directory.tenants[1]?.providers[0]).to.equal(before.directory.tenants[1]?.providers[0]);

      writeNames('A', 'D');
      expect(listNames(await expectReload(next))).to.deep.equal(['A', 'D']);
    });

    it('while loading, notices it afterwards without an event or a poll', async () => {
      writeNames('A');
      const source = createSource({ times: { poll: 60_000, rest: 10 } });
      await source.load();
      writeNames('B');
      expect(listNames(await expectReload(iterate(source)))).to.deep.equal(['B']);
    });

    it('in a folder that is watched, notices it long before the poll', async () => {
      writeNames('A');
      const source = createSource({ times: { poll: 60_000, rest: 10 } });
      await source.load();
      const next = iterate(source)();
      await delay(100);
      writeNames('B');
      const change = await next;
      expect(change?.kind === 'reloaded' && listNames(change.config)).to.deep.equal(['B']);
    });

    it('in a folder that was not there to be watched, notices it with the poll', async () => {
      writeNames('A');
      const source = createSource();
      await source.load();
      const next = iterate(source);
      const later = `${folder}-later`;
      const clientSecret = { file: join(later, 'secret') };
      writeFileSync(join(folder, 'z.yaml'), JSON.stringify({ providers: { zoom: { clientSecret } } }));
      expect((await next())?.kind).to.equal('refused');
      try {
        mkdirSync(later);
        writeFileSync(clientSecret.file, 'secret-of-later');
        const { directory } = await expectReload(next);
        expect(directory.tenants[0]?.providers[0]?.clientCredentials).to.deep.equal(
          listSecrets('secret-of-later'),
        );
      } finally {
        rmSync(later, { recursive: true });
      }
    });

    it('while it is read, takes nothing of the half', async () => {
      writeNames('A', 'B');
      const clock = createClock((count) => {
        if (count === 1) writeNames('A', 'whole');
      });
      const source = createSource({ clock });
      await source.load();
      writeNames('half', 'B');
      const next = iterate(source);
      expect(listNames(await expectReload(next))).to.deep.equal(['A', 'whole']);
      source.request();
      expect(await next()).to.deep.equal({ kind: 'unchanged' });
    });

    it('without ever coming to rest, takes them as they are after twenty attempts', async () => {
      writeNames('A');
      let rests = 0;
      const clock = createClock((count) => {
        rests = count;
        if (count <= 20) writeNames(`Draft ${count}`);
      });
      const source = createSource({ clock });
      await source.load();
      writeNames('Draft 0');
      expect(listNames(await expectReload(iterate(source)))).to.deep.equal(['Draft 19']);
      expect(rests).to.equal(20);
    });

    it('and have faults, refuses them, and compares the next ones with what is in use', async () => {
      writeNames('A', 'B');
      const source = createSource();
      const before = await source.load();
      const next = iterate(source);
      write({ a: {} });
      const refused = await next();
      expect(refused?.kind === 'refused' && refused.faults).to.deep.equal([
        {
          where: 'DOMI_CONFIG',
          message: 'the only tenant has a fault, so nobody would be served',
          code: 'nobody_served',
        },
        {
          where: `${join(folder, 'tenants.yaml')}:1:17`,
          message: 'tenants.a has no publicUrl',
          code: 'field_invalid',
          tenantId: 'a',
        },
      ]);
      writeNames('A', 'C');
      const after = await expectReload(next);
      expect(after.directory.tenants[0]).to.equal(before.directory.tenants[0]);
    });
  });

  describe('when more than the contents changes', () => {
    /** Tenants with a client secret each, in a folder of its own. */
    function writeWithSecrets(...ids: string[]): void {
      const secrets = join(folder, 'secrets');
      environment['DOMI_TENANT_SECRETS'] = secrets;
      environment['DOMI_CONFIG'] = join(folder, 'tenants.yaml');
      const tenants = ids.map((id) => {
        mkdirSync(join(secrets, id, 'more'), { recursive: true });
        writeFileSync(join(secrets, id, 'zoom'), `secret-of-${id}`);
        writeFileSync(join(secrets, id, 'more', 'webex'), `secret-of-${id}`);
        const zoom = { clientId: { value: id }, clientSecret: { file: join(secrets, id, 'zoom') } };
        const webex = { clientId: { value: id }, clientSecret: { file: join(secrets, id, 'more', 'webex') } };
        return [id, { publicUrl: `https://d.example.com/${id}`, providers: { zoom, webex } }];
      });
      write(Object.fromEntries(tenants));
    }

    const listRejected = ({ rejected }: Config): string[] => rejected.tenants.map(({ id }) => id);

    /** Each makes a tenant faulty without a new content, and takes it back in the same way. */
    const CHANGES: readonly (readonly [
      what: string,
      spoil: (own: string) => void,
      repair: (own: string) => void,
    ])[] = [
      [
        'a file becomes a link out of the folder of its tenant',
        (own) => {
          renameSync(join(own, 'zoom'), join(folder, 'stray'));
          symlinkSync(join(folder, 'stray'), join(own, 'zoom'));
        },
        (own) => {
          rmSync(join(own, 'zoom'));
          copyFileSync(join(folder, 'stray'), join(own, 'zoom'));
        },
      ],
      [
        'a folder inside of that of its tenant is moved out, and a link leads to it',
        (own) => {
          renameSync(join(own, 'more'), join(folder, 'stray'));
          symlinkSync(join(folder, 'stray'), join(own, 'more'));
        },
        (own) => {
          rmSync(join(own, 'more'));
          renameSync(join(folder, 'stray'), join(own, 'more'));
        },
      ],
      [
        'its folder becomes a link to that of another tenant',
        (own) => {
          renameSync(own, `${own}-before`);
          cpSync(`${own}-before`, join(own, '..', 'b', 'acme'), { recursive: true });
          symlinkSync('b/acme', own);
        },
        (own) => {
          rmSync(own);
          renameSync(`${own}-before`, own);
        },
      ],
    ];
    for (const [what, spoil, repair] of CHANGES) {
      it(`since ${what}, leaves that tenant out, and takes it in again`, async () => {
        writeWithSecrets('acme', 'b');
        const own = join(folder, 'secrets', 'acme');
        const source = createSource();
        expect(listRejected(await source.load())).to.deep.equal([]);
        const next = iterate(source);
        spoil(own);
        expect(listRejected(await expectReload(next))).to.deep.equal(['acme']);
        repair(own);
        expect(listRejected(await expectReload(next))).to.deep.equal([]);
      });
    }

    it('since a date has come, reads again by itself, and once', async () => {
      let now = new Date('2026-11-27T12:00:00Z');
      writeFileSync(
        join(folder, 'records.yaml'),
        'providers: { zoom: { clientSecret: { file: SECRET, expiresAt: 2026-11-28 } } }'.replace(
          'SECRET',
          join(folder, 'secret'),
        ),
      );
      writeFileSync(join(folder, 'secret'), 'zoom-secret');
      const source = createSource({ clock: { ...SYSTEM_CLOCK, now: () => now } });
      const isWarned = ({ warnings }: Config): boolean => warnings.join().includes('has expired');
      expect(isWarned(await source.load())).to.equal(false);
      const next = iterate(source);
      const change = expectReload(next);
      await delay(300);
      now = new Date('2026-11-29T12:00:00Z');
      expect(isWarned(await change)).to.equal(true);
      const nothing = await Promise.race([next(), delay(500, 'nothing')]);
      expect(nothing).to.equal('nothing');
    });
  });

  it('when asked, reads again though nothing looks changed', async () => {
    writeNames('A');
    const source = createSource({ times: { poll: 60_000, rest: 10 } });
    await source.load();
    const next = iterate(source);
    source.request();
    expect(await next()).to.deep.equal({ kind: 'unchanged' });
    source.request();
    expect(await next()).to.deep.equal({ kind: 'unchanged' });
  });

  it('when reading itself fails, says so, and reads again with the next poll', async () => {
    writeNames('A');
    const source = createSource();
    await source.load();
    const next = iterate(source);
    // Nothing that a thread can be given.
    environment['BROKEN'] = (() => '') as unknown as string;
    source.request();
    expect((await next())?.kind).to.equal('failed');
    expect((await next())?.kind).to.equal('failed');
    delete environment['BROKEN'];
    expect((await next())?.kind).to.equal('unchanged');
  });

  describe('when stopped', () => {
    it('ends its changes, though somebody waits for the next one', async () => {
      writeNames('A');
      const source = createSource({ times: { poll: 60_000, rest: 10 } });
      await source.load();
      const next = iterate(source)();
      await source.stop();
      expect(await next).to.equal(undefined);
    });

    it('while files come to rest, ends them as well, and hands over nothing more', async () => {
      writeNames('A');
      let stopped: Promise<void> | undefined;
      const source = createSource({
        clock: createClock(() => {
          stopped = source.stop();
        }),
      });
      await source.load();
      writeNames('B');
      expect(await iterate(source)()).to.equal(undefined);
      expect(stopped).to.not.equal(undefined);
      await stopped;
    });
  });
});
