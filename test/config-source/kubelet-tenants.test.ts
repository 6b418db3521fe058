import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { createVolume, type Volume } from '../helpers/kubelet.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { until } from '../helpers/until.ts';

/** ConfigMaps of tenants and a Secret of bundles, as the kubelet writes them, while requests arrive. */
describe('volumes with many tenants', function () {
  this.timeout(60_000);
  const COUNT = 30;
  let folder: string;
  let config: Volume;
  let secrets: Volume;
  let provider: ScriptedProvider;
  let service: TestService;
  const statuses: number[] = [];
  let isAsking = true;
  let asking: Promise<void>;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'domi-volumes-'));
    config = await createVolume(join(folder, 'config'));
    secrets = await createVolume(join(folder, 'secrets'));
    provider = await createScriptedProvider();
    await secrets.publish({ 'all.json': bundle(COUNT) });
    await config.publish(describeFiles(COUNT));
    service = await createTestService({
      environment: { ...INSECURE, DOMI_CONFIG: config.path, DOMI_REPLAY_SECONDS: '0', DOMI_LIMITS: 'off' },
      reload: { poll: 500, rest: 50 },
    });
    statuses.length = 0;
    isAsking = true;
    asking = ask();
  });
  afterEach(async () => {
    isAsking = false;
    await asking;
    await service.stop();
    await provider.stop();
    await rm(folder, { recursive: true });
  });

  const bundle = (count: number): string =>
    JSON.stringify(
      Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`t${index}`, { zoom: `secret-${index}` }]),
      ),
    );

  function describeTenants(from: number, to: number): string {
    const tenants = Array.from({ length: Math.max(0, to - from) }, (_, index) => `t${from + index}`).map(
      (id) => [
        id,
        {
          publicUrl: `https://d.example.com/${id}`,
          providers: {
            zoom: {
              clientId: { value: id },
              clientSecret: { file: join(secrets.path, 'all.json'), pointer: `/${id}/zoom` },
            },
          },
        },
      ],
    );
    return JSON.stringify({ tenants: Object.fromEntries(tenants) });
  }

  /** Records, and two shards of tenants. */
  const describeFiles = (count: number): Record<string, string> => ({
    '00-providers.json': JSON.stringify(provider.providerFile),
    '10-tenants.json': describeTenants(0, Math.min(count, 20)),
    '20-tenants.json': describeTenants(20, count),
  });

  const refresh = async (id: string): Promise<number> =>
    (
      await service.get(`/${id}/dominoZoomRefresh`, {
        host: 'd.example.com',
        authorization: `Bearer token-${Math.random()}`,
      })
    ).status;

  /** Refreshes of the first tenant, which is in every version of the files. */
  async function ask(): Promise<void> {
    while (isAsking) {
      statuses.push(await refresh('t0'));
      await delay(5);
    }
  }

  async function readMetric(name: string): Promise<number> {
    const text = await (await fetch(`${service.managementUrl}/metrics`)).text();
    return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
  }
  const isSuccessful = (expected: number) => async (): Promise<boolean> =>
    (await readMetric('domi_config_last_reload_successful')) === expected;
  const countLogs = (message: string): number =>
    service.logs.filter((line) => line.includes(`"msg":"${message}"`)).length;

  function expectNoFailure(): void {
    expect(statuses).to.have.length.above(10);
    expect(statuses.filter((status) => status !== 200)).to.deep.equal([]);
  }

  const emptied: readonly (readonly [what: string, files: () => Record<string, string>])[] = [
    ['empties its files', () => ({ '00-providers.json': '', '10-tenants.json': '', '20-tenants.json': '' })],
    ['has only its records', () => ({ '00-providers.json': JSON.stringify(provider.providerFile) })],
    ['has nothing', () => ({})],
    [
      'has half a file',
      () => ({ ...describeFiles(COUNT), '10-tenants.json': describeTenants(0, 20).slice(0, -30) }),
    ],
    ['has tenants without their records', () => ({ '10-tenants.json': 'tenants: {}' })],
  ];
  for (const [what, files] of emptied) {
    it(`that ${what}, and is restored, takes nothing from anybody`, async () => {
      await config.publish(files());
      await until(isSuccessful(0));
      expect(await refresh('t29')).to.equal(200);
      expect(await readMetric('domi_tenants')).to.equal(COUNT);
      await config.publish(describeFiles(COUNT));
      await until(isSuccessful(1));
      expect(countLogs('configuration refused, keeping the current one')).to.equal(1);
      expect(countLogs('configuration accepted again')).to.equal(1);
      expect(await refresh('t29')).to.equal(200);
      expectNoFailure();
    });
  }

  it('that loses a shard, is followed, and says so loudly', async () => {
    const { '20-tenants.json': _, ...rest } = describeFiles(COUNT);
    await config.publish(rest);
    await until(async () => (await readMetric('domi_tenants')) === 20);
    expect(await readMetric('domi_config_sudden_losses_total')).to.equal(1);
    expect(service.logs.join('')).to.include('"tenants_lost":10,"tenants_before":30');
    expect(await refresh('t29')).to.equal(404);
    await config.publish(describeFiles(COUNT));
    await until(async () => (await refresh('t29')) === 200);
    expect(await readMetric('domi_config_sudden_losses_total')).to.equal(1);
    expectNoFailure();
  });

  it('whose ConfigMap arrives before the Secret that it names, leaves out the new tenant alone', async () => {
    await config.publish(describeFiles(COUNT + 1));
    await until(async () => (await readMetric('domi_tenants_rejected')) === 1);
    expect(await refresh('t30')).to.equal(503);
    await secrets.publish({ 'all.json': bundle(COUNT + 1) });
    await until(async () => (await refresh('t30')) === 200);
    expect(await readMetric('domi_tenants_rejected')).to.equal(0);
    expect(service.logs.join('')).to.not.match(/secret-\d/);
    expectNoFailure();
  });

  it('whose Secret has a new secret, uses it', async () => {
    await secrets.publish({ 'all.json': bundle(COUNT).replace('secret-29', 'new-secret') });
    await until(async () => {
      await refresh('t29');
      return provider.received.some(
        ({ headers }) =>
          Buffer.from(headers.authorization?.slice(6) ?? '', 'base64').toString() === 't29:new-secret',
      );
    });
    expectNoFailure();
  });
});
