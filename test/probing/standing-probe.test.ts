import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import type { ProbeTimes } from '../../src/probing/standing-probe.ts';
import { findFreePort } from '../../src/sandbox/free-port.ts';
import {
  describeScriptedService,
  type ScriptedServices,
  startScriptedServices,
  type TokenRequest,
} from '../check/scripted-services.ts';
import {
  createTestService,
  type TestService,
  type TestServiceOptions,
} from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { INSECURE } from '../helpers/scripted-provider.ts';
import { until } from '../helpers/until.ts';

/** As fast as a test needs it; probes come again only where a test says so. */
const FAST: Partial<ProbeTimes> = { settle: 0, spread: 0, pace: 5, recheck: 600_000 };

const GAUGE = 'domi_client_credentials_valid';

type Secrets = Record<string, string>;
type AnswerOfService = Parameters<typeof startScriptedServices>[0][string];

/** A service that validates the client first; what it accepts may change. */
const accepts =
  (accepted: Set<string>, refusal: object = { error: 'invalid_client' }): AnswerOfService =>
  ({ clientSecret }) =>
    accepted.has(clientSecret)
      ? { status: 400, body: { error: 'invalid_grant' } }
      : { status: 401, body: refusal };

describe('the standing probe', function () {
  this.timeout(30_000);
  let folder: string;
  let services: ScriptedServices | undefined;
  const started: TestService[] = [];

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'domi-probing-'));
  });
  afterEach(async () => {
    for (const service of started.splice(0)) await service.stop();
    await services?.stop();
    services = undefined;
    rmSync(folder, { recursive: true });
  });

  const record = (id: string, more: object = {}): object =>
    describeScriptedService(services, id, { path: `domino-${id}`, ...more });

  async function serve(
    providerFile: object,
    { probeTimes = {}, environment = {}, ...options }: TestServiceOptions = {},
  ): Promise<TestService> {
    const secrets: Secrets = { RIGHT: 's-right', OLD: 's-old', WRONG: 's-wrong' };
    const service = await createTestService({
      providerFile,
      probeTimes: { ...FAST, ...probeTimes },
      environment: { ...NO_BUILT_IN, ...INSECURE, ...secrets, ...environment },
      ...options,
    });
    started.push(service);
    return service;
  }

  const scrape = async (service: TestService): Promise<string> =>
    (await send(`${service.managementUrl}/metrics`)).body;

  async function readGauge(service: TestService): Promise<Record<string, number>> {
    const lines = (await scrape(service)).split('\n').filter((line) => line.startsWith(`${GAUGE}{`));
    return Object.fromEntries(
      lines.map((line) => {
        const [, tenant, provider, value] = /tenant="([^"]*)",provider="([^"]*)"\} (.*)$/.exec(line) ?? [];
        return [`${tenant}/${provider}`, Number(value)];
      }),
    );
  }

  const untilGauge = (service: TestService, expected: Record<string, number>): Promise<void> =>
    until(
      async () => JSON.stringify(sortKeys(await readGauge(service))) === JSON.stringify(sortKeys(expected)),
    );

  const readLog = (service: TestService): Record<string, unknown>[] =>
    service.logs
      .flatMap((text) => text.split('\n').filter(Boolean))
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ kind }) => kind === 'probe');

  const codesOf = (requests: readonly TokenRequest[]): Set<string> =>
    new Set(requests.map(({ body }) => `${body.get('grant_type')} ${body.get('code')}`));

  it('shows 1 for right credentials, 0 for wrong and expired ones, and nothing where the answer does not tell', async () => {
    services = await startScriptedServices({
      good: accepts(new Set(['s-right'])),
      bad: accepts(new Set(['another'])),
      expired: accepts(new Set(), {
        error: 'invalid_client',
        error_description: 'AADSTS7000222: The provided client secret keys are expired.',
      }),
      careless: () => ({ status: 400, body: { error: 'invalid_grant' } }),
      down: () => ({ status: 500, body: '' }),
      rotated: accepts(new Set(['s-right'])),
    });
    const gone = `http://127.0.0.1:${await findFreePort()}/token`;
    const service = await serve({
      providers: {
        good: record('good'),
        bad: record('bad'),
        expired: record('expired'),
        careless: record('careless'),
        down: record('down'),
        gone: record('gone', { tokenEndpoint: gone }),
        rotated: record('rotated', { clientSecret: [{ env: 'OLD' }, { env: 'RIGHT' }] }),
      },
    });
    await untilGauge(service, {
      'default/good': 1,
      'default/bad': 0,
      'default/expired': 0,
      'default/rotated': 1,
    });
    const counted = async (): Promise<string[]> =>
      (await scrape(service))
        .split('\n')
        .filter((line) => line.startsWith('domi_client_credential_probes_total{'));
    await until(async () => (await counted()).length === 7);
    expect(await counted()).to.have.members([
      'domi_client_credential_probes_total{provider="good",verdict="accepted"} 1',
      'domi_client_credential_probes_total{provider="bad",verdict="refused"} 1',
      'domi_client_credential_probes_total{provider="expired",verdict="refused"} 1',
      'domi_client_credential_probes_total{provider="careless",verdict="unknown"} 1',
      'domi_client_credential_probes_total{provider="down",verdict="unknown"} 1',
      'domi_client_credential_probes_total{provider="gone",verdict="unreachable"} 1',
      'domi_client_credential_probes_total{provider="rotated",verdict="accepted"} 1',
    ]);
    // Deliberately wrong codes, and no token of a user.
    expect([...codesOf(services.received)]).to.deep.equal([
      'authorization_code domi-check-deliberately-wrong-code',
    ]);
    expect(
      readLog(service).map(({ level, provider, reason, refused }) => [level, provider, reason, refused]),
    ).to.have.deep.members([
      ['error', 'bad', 'HTTP 401 invalid_client', [1]],
      ['error', 'expired', 'HTTP 401 invalid_client AADSTS7000222', [1]],
      ['warn', 'rotated', 'HTTP 400 invalid_grant', [1]],
    ]);
    expect(service.logs.join('')).to.not.match(/s-right|s-old|s-wrong/);
  });

  it('when a secret is revoked and a new one accepted, follows; the log says each once', async () => {
    const accepted = new Set(['s-right']);
    services = await startScriptedServices({ good: accepts(accepted) });
    const service = await serve(
      { providers: { good: record('good') } },
      { probeTimes: { period: 20, recheck: 20 } },
    );
    await untilGauge(service, { 'default/good': 1 });
    accepted.clear();
    await untilGauge(service, { 'default/good': 0 });
    const asked = services.received.length;
    await until(() => (services?.received.length ?? 0) > asked + 4);
    accepted.add('s-right');
    await untilGauge(service, { 'default/good': 1 });
    expect(readLog(service).map(({ level, msg }) => [level, msg])).to.deep.equal([
      ['error', 'client credentials refused'],
      ['info', 'client credentials accepted again'],
    ]);
    const controls = services.received.filter(({ clientSecret }) => clientSecret.startsWith('domi-check-'));
    expect(controls, 'a deliberately wrong secret is sent once, not each time').to.have.length(1);
  });

  it('when a provider does not answer for a while, keeps what is known', async () => {
    let isDown = false;
    const knows = accepts(new Set(['s-right']));
    services = await startScriptedServices({
      good: (request) => (isDown ? 'hang-up' : knows(request)),
    });
    const service = await serve(
      { providers: { good: record('good') } },
      { probeTimes: { period: 20, recheck: 20 } },
    );
    await untilGauge(service, { 'default/good': 1 });
    isDown = true;
    await until(async () => /verdict="(unreachable|unknown)"\} [3-9]/.test(await scrape(service)));
    expect(await readGauge(service)).to.deep.equal({ 'default/good': 1 });
  });

  it('asks once for an app that tenants share, and once for each app of a tenant', async () => {
    services = await startScriptedServices({ shared: accepts(new Set(['s-right'])) });
    const tenant = (id: string, own: object = {}): object => ({
      publicUrl: `https://${id}.example.com`,
      providers: { shared: own },
    });
    const service = await serve({
      providers: { shared: record('shared') },
      tenants: {
        one: tenant('one'),
        two: tenant('two'),
        three: tenant('three', { clientId: { value: 'own-id' }, clientSecret: { env: 'WRONG' } }),
      },
    });
    await untilGauge(service, { '_shared/shared': 1, 'three/shared': 0 });
    const asked = services.received.map(({ clientId, clientSecret }) => `${clientId} ${clientSecret}`);
    expect(asked).to.have.members([
      'shared-id s-right',
      'shared-id domi-check-deliberately-wrong-secret',
      'own-id s-wrong',
    ]);
  });

  it('takes new providers of a reload in, and forgets those that are gone', async () => {
    services = await startScriptedServices({
      first: accepts(new Set(['s-right'])),
      second: accepts(new Set()),
      third: accepts(new Set(['s-right'])),
    });
    const file = join(folder, 'providers.json');
    const write = (...ids: string[]): void =>
      writeFileSync(
        file,
        JSON.stringify({ providers: Object.fromEntries(ids.map((id) => [id, record(id)])) }),
      );
    write('first', 'second');
    const service = await serve({}, { environment: { DOMI_CONFIG: file }, reload: { poll: 50, rest: 20 } });
    await untilGauge(service, { 'default/first': 1, 'default/second': 0 });
    const before = services.received.filter(({ path }) => path === 'first').length;
    write('first', 'third');
    await untilGauge(service, { 'default/first': 1, 'default/third': 1 });
    expect(services.received.filter(({ path }) => path === 'first')).to.have.length(before);
  });

  it('after a reload that keeps the credentials, asks as the new record says', async () => {
    services = await startScriptedServices({ first: accepts(new Set(['s-right'])) });
    const file = join(folder, 'providers.json');
    const write = (resource: string): void =>
      writeFileSync(
        file,
        JSON.stringify({ providers: { first: record('first', { tokenParams: { resource } }) } }),
      );
    write('old');
    const service = await serve(
      {},
      {
        environment: { DOMI_CONFIG: file },
        reload: { poll: 50, rest: 20 },
        probeTimes: { period: 50, recheck: 50 },
      },
    );
    await untilGauge(service, { 'default/first': 1 });
    write('new');
    await until(() => services?.received.at(-1)?.body.get('resource') === 'new');
  });

  it('when a provider fails, opens no circuit: the next refresh is asked of it', async () => {
    services = await startScriptedServices({
      sick: ({ body }) =>
        body.get('grant_type') === 'refresh_token'
          ? { status: 200, body: { access_token: 'AT', refresh_token: 'RT' } }
          : { status: 500, body: '' },
    });
    const service = await serve(
      { providers: { sick: record('sick') } },
      { probeTimes: { period: 10, recheck: 10 }, gatewayLimits: { failures: 1, openMs: 3_600_000 } },
    );
    await until(() => (services?.received.length ?? 0) > 3);
    const answer = await service.get('/domino-sickRefresh', { authorization: 'Bearer RT0' });
    expect(answer.status).to.equal(200);
    expect(await scrape(service)).to.not.match(/domi_provider_circuit_state\{provider="sick"\} [12]/);
  });

  it('when providers hang, asks a few at a time, and delays no shutdown', async () => {
    const ids = Array.from({ length: 8 }, (_, index) => `slow${index}`);
    services = await startScriptedServices(
      Object.fromEntries(ids.map((id) => [id, () => 'silence'] as const)),
    );
    const service = await serve({ providers: Object.fromEntries(ids.map((id) => [id, record(id)])) });
    await until(() => (services?.received.length ?? 0) >= 4);
    await delay(200);
    expect(services.mostAtOnce()).to.equal(4);
    const startedAt = performance.now();
    await service.stop();
    started.splice(0);
    expect(performance.now() - startedAt).to.be.below(5000);
  });

  it('asks at most one app in the time that its pace allows', async () => {
    const ids = Array.from({ length: 6 }, (_, index) => `app${index}`);
    services = await startScriptedServices(
      Object.fromEntries(ids.map((id) => [id, accepts(new Set())] as const)),
    );
    const startedAt = performance.now();
    await serve(
      { providers: Object.fromEntries(ids.map((id) => [id, record(id)])) },
      { probeTimes: { pace: 100 } },
    );
    await until(() => (services?.received.length ?? 0) === 6);
    expect(performance.now() - startedAt).to.be.above(500);
  });

  it('when it is switched off, asks nobody and shows nothing', async () => {
    services = await startScriptedServices({ good: accepts(new Set(['s-right'])) });
    const service = await serve(
      { providers: { good: record('good') } },
      { environment: { DOMI_PROBE_SECONDS: '0' } },
    );
    await delay(200);
    expect(services.received).to.be.empty;
    expect(await readGauge(service)).to.deep.equal({});
  });
});

/** The built-in services have no credentials here. */
const NO_BUILT_IN: Record<string, string> = Object.fromEntries(
  ['ZOOM', 'TEAMS', 'WEBEX', 'GTM'].flatMap((name) => [
    [`${name}_CLIENT_ID`, ''],
    [`${name}_CLIENT_SECRET`, ''],
  ]),
);

function sortKeys(values: Record<string, number>): [string, number][] {
  return Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
}
