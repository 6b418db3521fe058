import { mkdir, mkdtemp, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { createVolume, type Volume } from '../helpers/kubelet.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';
import { until } from '../helpers/until.ts';

/** What the service promises: every change is noticed within this time, in milliseconds. */
const NOTICED_WITHIN = 15_000;

describe('reload while running', function () {
  this.timeout(30_000);
  let folder: string;
  let config: Volume;
  let secrets: Volume;
  let provider: ScriptedProvider;
  let service: TestService;
  const seen: { status: number; body: string }[] = [];
  let isAsking = false;
  let asking: Promise<void>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'domi-reload-'));
    config = await createVolume(join(folder, 'config'));
    secrets = await createVolume(join(folder, 'secrets'));
    provider = await createScriptedProvider();
    await secrets.publish({ zoom: 'secret-0' });
    await config.publish({ 'providers.json': describeTenants('Version 0') });
    service = await createTestService({
      environment: { ...INSECURE, DOMI_CONFIG: config.path, DOMI_REPLAY_SECONDS: '0' },
      reload: { poll: 1000, rest: 100 },
    });
    seen.length = 0;
    isAsking = true;
    asking = askAllTheTime();
  });
  afterEach(async () => {
    isAsking = false;
    await asking;
    await service.stop();
    await provider.stop();
    await rm(folder, { recursive: true });
  });

  /** A tenant that is always there, with a shared app whose secret is in the other volume, and further ones. */
  function describeTenants(name: string, more: object = {}, secret = 'zoom'): string {
    const zoom = {
      ...provider.providerFile.providers['zoom'],
      clientSecret: { file: join(secrets.path, secret) },
    };
    const steady = { publicUrl: 'https://steady.example.com', displayName: name, providers: { zoom: {} } };
    return JSON.stringify({ providers: { zoom }, tenants: { steady, ...more } });
  }

  /** Refreshes of the steady tenant, one after the other; none may fail, whatever happens to the files. */
  async function askAllTheTime(): Promise<void> {
    for (let serial = 0; isAsking; serial += 1) {
      const { status, body } = await service.get('/dominoZoomRefresh', {
        host: 'steady.example.com',
        authorization: `Bearer always-${serial}`,
      });
      seen.push({ status, body });
      await delay(5);
    }
  }

  function expectNoFailure(): void {
    expect(seen).to.have.length.above(10);
    expect(seen.filter(({ status }) => status !== 200)).to.deep.equal([]);
  }

  async function readName(): Promise<string> {
    const { body } = await service.get('/', { host: 'steady.example.com', accept: 'text/html' });
    return /<bdi class="tenant">([^<]*)</.exec(body)?.[1] ?? '';
  }

  async function readMetric(name: string): Promise<number> {
    const text = await (await fetch(`${service.managementUrl}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  }

  async function expectWithin(isTrue: () => Promise<boolean>): Promise<void> {
    const startedAt = performance.now();
    await until(isTrue);
    expect(performance.now() - startedAt).to.be.below(NOTICED_WITHIN);
  }

  const countLogs = (message: string): number =>
    service.logs.filter((line) => line.includes(`"msg":"${message}"`)).length;

  const waitForRefusal = (): Promise<void> =>
    expectWithin(async () => (await readMetric('domi_config_last_reload_successful')) === 0);

  it('H1 notices five swaps of a ConfigMap, each within the promised time', async () => {
    for (let version = 1; version <= 5; version += 1) {
      await config.publish({ 'providers.json': describeTenants(`Version ${version}`) });
      await expectWithin(async () => (await readName()) === `Version ${version}`);
    }
    expectNoFailure();
  });

  it('ends up with the last of five swaps that follow each other', async () => {
    for (let version = 1; version <= 5; version += 1) {
      await config.publish({ 'providers.json': describeTenants(`Version ${version}`) });
      await delay(150);
    }
    await expectWithin(async () => (await readName()) === 'Version 5');
    expectNoFailure();
  });

  it('uses a new client secret, and a tenant that is new, and drops one that is gone', async () => {
    const newcomer = { publicUrl: 'https://new.example.com', providers: { zoom: {} } };
    const statusOfNew = async (): Promise<number> =>
      (await service.get('/', { host: 'new.example.com' })).status;
    expect(await statusOfNew()).to.equal(404);
    await secrets.publish({ zoom: 'secret-1' });
    await config.publish({ 'providers.json': describeTenants('Version 0', { newcomer }) });
    await expectWithin(async () => (await statusOfNew()) === 200);
    expect(await readMetric('domi_tenants')).to.equal(2);
    await expectWithin(async () => {
      const { authorization = '' } = provider.received.at(-1)?.headers ?? {};
      return Buffer.from(authorization.split(' ')[1] ?? '', 'base64').toString() === 'zoom-id:secret-1';
    });
    await config.publish({ 'providers.json': describeTenants('Version 0') });
    await expectWithin(async () => (await statusOfNew()) === 404);
    expectNoFailure();
  });

  it('H1 keeps the last good configuration while a ConfigMap names a Secret that is not there yet', async () => {
    const before = await readMetric('domi_config_last_reload_success_timestamp_seconds');
    await config.publish({ 'providers.json': describeTenants('Version 1', {}, 'zoom-new') });
    await waitForRefusal();
    expect(await readName()).to.equal('Version 0');
    expect(countLogs('configuration refused, keeping the current one')).to.equal(1);
    expect(service.logs.join('')).to.include('zoom-new (ENOENT)');

    await secrets.publish({ zoom: 'secret-0', 'zoom-new': 'secret-1' });
    await expectWithin(async () => (await readName()) === 'Version 1');
    expect(await readMetric('domi_config_last_reload_successful')).to.equal(1);
    expect(await readMetric('domi_config_last_reload_success_timestamp_seconds')).to.be.above(before);
    expectNoFailure();
  });

  const bad: [what: string, spoil: () => Promise<void>][] = [
    ['the link of the volume leads nowhere', () => config.dangle()],
    [
      'a file is half written',
      () => config.publish({ 'providers.json': describeTenants('Version 1').slice(0, -40) }),
    ],
    ['a file has a fault', () => config.publish({ 'providers.json': '{"tenants":{"steady":{}}}' })],
    [
      'a file has become a folder',
      async () => {
        await rm(join(config.path, 'providers.json'));
        await mkdir(join(config.path, 'providers.json'));
      },
    ],
    [
      // A link to itself: the superuser reads everything else.
      'a file cannot be read',
      async () => {
        await rm(join(config.path, 'providers.json'));
        await symlink('providers.json', join(config.path, 'providers.json'));
      },
    ],
    ['the folder is gone', () => rename(config.path, `${config.path}-away`)],
    ['a secret is empty', () => secrets.publish({ zoom: '' })],
    ['a secret is gone', () => secrets.publish({ other: 'x' })],
  ];
  for (const [what, spoil] of bad) {
    it(`H7 keeps the last good configuration when ${what}, and recovers`, async () => {
      await spoil();
      await waitForRefusal();
      expect(await readName()).to.equal('Version 0');
      expect(service.logs.join('')).to.not.include('secret-0');

      await rm(config.path, { recursive: true, force: true });
      config = await createVolume(config.path);
      await secrets.publish({ zoom: 'secret-0' });
      await config.publish({ 'providers.json': describeTenants('Version 2') });
      await expectWithin(async () => (await readName()) === 'Version 2');
      expect(await readMetric('domi_config_last_reload_successful')).to.equal(1);
      expectNoFailure();
    });
  }

  it('takes nothing of a file that somebody is still writing, though every part of it would do', async () => {
    const file = join(config.path, '..data', 'providers.json');
    const more = { late: { publicUrl: 'https://late.example.com', providers: { zoom: {} } } };
    for (let step = 0; step < 80; step += 1) {
      await writeFile(file, describeTenants(`Draft ${step}`));
      await delay(30);
    }
    await writeFile(file, describeTenants('Version 1', more));
    await expectWithin(async () => (await readName()) === 'Version 1');
    expect(countLogs('configuration reloaded')).to.equal(1);
    expectNoFailure();
  });

  it('does nothing when files are touched and hold what they held', async () => {
    await secrets.publish({ zoom: 'secret-0' });
    await config.publish({ 'providers.json': describeTenants('Version 0') });
    await utimes(join(config.path, 'providers.json'), new Date(), new Date());
    await expectWithin(async () => countLogs('configuration unchanged') > 0);
    expect(countLogs('configuration reloaded')).to.equal(0);
    expectNoFailure();
  });

  it('lets a request that is under way keep what it began with', async () => {
    const short = { publicUrl: 'https://short.example.com', providers: { zoom: {} } };
    await config.publish({ 'providers.json': describeTenants('Version 1', { short }) });
    await expectWithin(async () => (await readName()) === 'Version 1');

    let release = (): void => {};
    provider.answer = (_request, response, body) => {
      if (body.get('refresh_token') === 'held') release = () => answerTokens(response);
      else answerTokens(response);
    };
    const held = service.get('/dominoZoomRefresh', {
      host: 'short.example.com',
      authorization: 'Bearer held',
    });
    await until(() => provider.received.some(({ body }) => body.get('refresh_token') === 'held'));
    await config.publish({ 'providers.json': describeTenants('Version 2') });
    await expectWithin(async () => (await readName()) === 'Version 2');
    expect((await service.get('/', { host: 'short.example.com' })).status).to.equal(404);
    release();
    expect((await held).status).to.equal(200);
    expectNoFailure();
  });
});
