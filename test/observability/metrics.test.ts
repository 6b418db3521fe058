import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createProviderOverview, type OverviewTenant } from '../../src/config/build/provider-overview.ts';
import { ERROR_CODES } from '../../src/oauth/errors.ts';
import type { CircuitEvent, CircuitState, GrantEvent } from '../../src/observability/events.ts';
import { createHub } from '../../src/observability/hub.ts';
import { createLogger } from '../../src/observability/logger.ts';
import { createRegistry } from '../../src/observability/metrics.ts';
import { SYSTEM_CLOCK } from '../../src/time/clock.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { findProgram, PROMETHEUS_MISSING } from '../helpers/prometheus.ts';
import { createTestProvider } from '../helpers/providers.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { skipTest } from '../helpers/skip.ts';
import { recordSpans } from '../helpers/span-recorder.ts';

const OPEN_METRICS = { accept: 'application/openmetrics-text; version=1.0.0' };

const scrape = async (service: TestService, headers = {}): Promise<string> =>
  (await send(`${service.managementUrl}/metrics`, { headers })).body;

const listSeries = (text: string): string[] =>
  text
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => line.slice(0, line.lastIndexOf(' ')));

describe('metrics', () => {
  let provider: ScriptedProvider;
  let service: TestService;

  before(async () => {
    provider = await createScriptedProvider();
    service = await createTestService({
      environment: { ...INSECURE, DOMI_LIMITS: 'off' },
      providerFile: provider.providerFile,
      tracing: recordSpans().tracing,
    });
  });
  after(async () => {
    await service.stop();
    await provider.stop();
  });

  const refresh = (path = 'dominoZoomRefresh') =>
    service.get(`/${path}`, { authorization: `Bearer ${randomBytes(12).toString('hex')}` });

  it('before the first request, counters of usual outcomes stand at 0 for every provider', async () => {
    const text = await scrape(service);
    for (const id of ['zoom', 'teams', 'webex', 'gotomeeting']) {
      for (const grant of ['authorization_code', 'refresh_token', 'revoke_token']) {
        for (const outcome of [
          'success',
          'invalid_grant',
          'client_credentials_refused',
          'provider_timeout',
        ]) {
          const labels = `provider="${id}",grant_type="${grant}",outcome="${outcome}"`;
          expect(text).to.include(`\ndomi_token_requests_total{${labels}} 0\n`);
        }
      }
      expect(text).to.include(`\ndomi_refresh_coalesced_total{provider="${id}"} 0\n`);
    }
    expect(text).to.include('\ndomi_config_last_reload_successful 1\n');
    expect(text).to.match(/\ndomi_seal_key_info\{kid="first",role="seal",fingerprint="[\w-]{8}"\} 1\n/);
    expect(text).to.match(/\ndomi_heap_size_limit_bytes \d+\n/);
    expect(text).to.match(/\nnodejs_eventloop_lag_p99_seconds /);
    expect(text).to.match(/\nprocess_resident_memory_bytes \d+\n/);
  });

  it('of a refresh, tell the waiting for the provider from own time', async () => {
    provider.answer = (_request, response) => {
      setTimeout(() => response.end('{"access_token":"AT"}'), 400);
    };
    expect((await refresh('dominoTeamsRefresh')).status).to.equal(200);
    const text = await scrape(service);
    const sum = (series: string): number => Number(text.split(`\n${series} `)[1]?.split('\n')[0]);
    const waited = sum(
      'domi_provider_request_duration_seconds_sum{provider="teams",grant_type="refresh_token"}',
    );
    const total = sum('domi_http_request_duration_seconds_sum{method="GET",route="refresh",status="200"}');
    expect(waited).to.be.above(0.39);
    expect(total).to.be.at.least(waited);
    expect(sum('domi_own_duration_seconds_sum{route="refresh"}')).to.be.within(0, total - waited + 0.01);
  });

  it('scraped in both formats at once, and again, keep their names; exemplars lead to traces', async () => {
    await refresh();
    const scrapes = await Promise.all(
      Array.from({ length: 20 }, (_, index) => scrape(service, index % 2 === 0 ? OPEN_METRICS : {})),
    );
    for (const [index, text] of scrapes.entries()) {
      const isOpen = index % 2 === 0;
      expect(text).to.match(isOpen ? /# EOF\n$/ : /\n$/);
      expect(text).to.match(/\ndomi_token_requests_total\{[^}]*\} 1/);
      expect(text).to.not.match(/\ndomi_token_requests\{/);
      expect(text).to.include(
        isOpen ? '# TYPE domi_token_requests counter' : '# TYPE domi_token_requests_total counter',
      );
      const exemplars = text.match(/ # \{trace_id="[0-9a-f]{32}"\} /g) ?? [];
      expect(exemplars.length > 0).to.equal(isOpen);
    }
    expect(listSeries(await scrape(service))).to.not.be.empty;
  });

  it('G3 after 10,000 requests with a path, host, method and tenant of their own, are as many as before', async function () {
    this.timeout(60_000);
    const methods = [
      'GET',
      'HEAD',
      'POST',
      'PUT',
      'PATCH',
      'DELETE',
      'OPTIONS',
      'PROPFIND',
      'TRACE',
      'PURGE',
    ];
    const agent = new http.Agent({ keepAlive: true });
    const { port } = new URL(service.url);
    const ask = (request: http.RequestOptions): Promise<void> =>
      new Promise((resolve, reject) => {
        http
          .request({ ...request, port, agent }, (response) => response.resume().on('end', resolve))
          .on('error', reject)
          .end();
      });
    const flood = async (count: number): Promise<void> => {
      const worker = async (): Promise<void> => {
        for (let index = 0; index < count / 20; index += 1) {
          const noise = randomBytes(6).toString('hex');
          const paths = [
            `/${noise}`,
            `/${noise}/token.html`,
            `/${noise}Refresh`,
            `/dominoZoom/${noise}`,
            `/assets/${noise}`,
          ];
          await ask({
            path: paths[index % paths.length],
            method: methods[(index * 7) % methods.length],
            headers: { host: `${noise}.example.com`, 'x-tenant': noise, 'x-forwarded-for': noise },
          });
        }
      };
      await Promise.all(Array.from({ length: 20 }, worker));
    };
    await flood(1000);
    // Node's own begin when their event does: a kind of garbage collection, for instance.
    const listOwn = async () =>
      listSeries(await scrape(service)).filter((series) => series.startsWith('domi_'));
    const before = await listOwn();
    await flood(10_000);
    expect(await listOwn()).to.have.members(before);
    agent.destroy();
  });

  it('in Prometheus’ text format, are liked by promtool', async function () {
    const promtool = await findProgram('promtool');
    if (promtool === undefined) skipTest(this, PROMETHEUS_MISSING);
    const check = (text: string): Promise<string> =>
      new Promise((resolve) => {
        const child = execFile(promtool, ['check', 'metrics'], (_error, stdout, stderr) =>
          resolve(stdout + stderr),
        );
        child.stdin?.end(text);
      });
    const complaints = (await check(await scrape(service)))
      .trim()
      .split('\n')
      .filter((line) => line !== '');
    // prom-client's own: `nodejs_active_handles_total` and the like are gauges.
    expect(complaints.filter((line) => !line.startsWith('nodejs_'))).to.deep.equal([]);
    expect(await check('domi_wrong{ 1\n'), 'what promtool has to see').to.include('error');
  });
});

/** A hub of its own, and what a scrape would read of it. */
function createTestHub(maxTenantLabels = 0) {
  const registry = createRegistry();
  const hub = createHub({
    registry,
    build: { version: '1', commit: '1' },
    logger: createLogger('silent'),
    auditLogger: undefined,
    tracing: undefined,
    clock: SYSTEM_CLOCK,
    maxTenantLabels,
    warnings: [],
  });
  const adopt = (tenants: readonly OverviewTenant[]): void => {
    const { ids: providerIds, expiries } = createProviderOverview(tenants);
    hub.configurationAdopted({
      tenants,
      hash: '0123456789abcdef',
      rejected: { count: 0, tenants: [] },
      providerIds,
      webhookIds: [],
      expiries,
      certificateExpiry: undefined,
      sealKeys: [],
    });
  };
  const read = async (name: string) => (await registry.getSingleMetric(name)?.get())?.values ?? [];
  return { registry, hub, adopt, read };
}

const grant = (
  change: Partial<Omit<GrantEvent, 'registration'>> & { tenantId?: string; providerId?: string },
): GrantEvent => {
  const { tenantId = 't0', providerId = 'zoom', ...rest } = change;
  return {
    registration: { tenantId, provider: createTestProvider({ id: providerId }) },
    grantType: 'refresh_token',
    outcome: 'success',
    reason: undefined,
    providerError: undefined,
    credentialIndex: undefined,
    seconds: 1,
    trace: undefined,
    ...rest,
  };
};

describe('metrics with a tenant label', () => {
  const tenants = (count: number): OverviewTenant[] =>
    Array.from({ length: count }, (_, index) => ({ id: `t${index}`, providers: [{ id: 'zoom' }] }));

  it('when nobody asked for it, are not there', async () => {
    const { registry, hub } = createTestHub();
    hub.grantEnded(grant({}));
    expect(await registry.metrics()).to.not.include('tenant="');
  });

  it('name as many tenants as allowed, in the order of the configuration, and all others together', async () => {
    const { hub, adopt, read } = createTestHub(2);
    adopt(tenants(1000));
    for (const { id } of tenants(1000)) hub.grantEnded(grant({ tenantId: id }));
    // After a reload that took the first away, its place is not given to another.
    adopt(tenants(1000).slice(1));
    hub.grantEnded(grant({ tenantId: 't2' }));
    const values = await read('domi_tenant_token_requests_total');
    expect(values.map(({ labels, value }) => [labels.tenant, labels.provider, value])).to.deep.equal([
      ['t0', 'zoom', 1],
      ['t1', 'zoom', 1],
      ['other', 'zoom', 999],
    ]);
  });

  it('tell apart the providers of a tenant, so that the one that fails has a name', async () => {
    const { hub, adopt, read } = createTestHub(1);
    adopt([{ id: 't0', providers: [{ id: 'zoom' }, { id: 'webex' }] }]);
    hub.grantEnded(grant({}));
    hub.grantEnded(grant({ providerId: 'webex', outcome: 'provider_timeout' }));
    const values = await read('domi_tenant_token_requests_total');
    expect(values.map(({ labels }) => labels)).to.deep.equal([
      { tenant: 't0', provider: 'zoom', grant_type: 'refresh_token', outcome: 'success' },
      { tenant: 't0', provider: 'webex', grant_type: 'refresh_token', outcome: 'provider_timeout' },
    ]);
  });

  it('of an outcome that no list has, and of a provider beyond the limit, say `other`', async () => {
    const { hub, adopt, read } = createTestHub();
    const ids = Array.from({ length: 150 }, (_, index) => ({ id: `p${index}` }));
    adopt([{ id: 't0', providers: ids }]);
    for (const { id } of ids) hub.grantEnded(grant({ providerId: id }));
    hub.grantEnded(grant({ providerId: 'p1', outcome: 'made up' as 'success' }));
    for (const outcome of ERROR_CODES) hub.grantEnded(grant({ providerId: 'p1', outcome }));
    const values = await read('domi_token_requests_total');
    expect(new Set(values.map(({ labels }) => labels.provider)).size).to.equal(101);
    expect(values.find(({ labels }) => labels.provider === 'other')?.value).to.equal(50);
    const outcomes = values
      .filter(({ labels }) => labels.provider === 'p1')
      .map(({ labels }) => labels.outcome);
    expect(outcomes).to.include.members(['other', ...ERROR_CODES]);
  });
});

/** An event of the one circuit of a provider. */
const circuit = (providerId: string, state: CircuitState, milliseconds = 60_000): CircuitEvent => ({
  circuit: Number(providerId.slice(1)),
  providerId,
  state,
  refusesUntil: SYSTEM_CLOCK.monotonic() + milliseconds,
});

describe('the provider label', () => {
  const ids = Array.from({ length: 300 }, (_, index) => `p${index}`);
  const PROVIDERS = [
    { id: 't0', providers: ids.map((id) => ({ id, clientCredentialsExpireAt: 2_000_000_000 })) },
  ];

  it('with 300 providers, has 101 values in every metric that has it', async () => {
    const { registry, hub, adopt } = createTestHub();
    adopt(PROVIDERS);
    for (const id of ids) {
      hub.grantEnded(grant({ providerId: id, credentialIndex: 0 }));
      hub.circuitChanged(circuit(id, 'closed'));
      const { registration } = grant({ providerId: id });
      for (const kind of ['coalesced', 'replayed', 'known_dead', 'unclaimed', 'in_doubt'] as const) {
        hub.refreshObserved({ registration, kind });
      }
      hub.refreshObserved({ registration, kind: 'superseded', denial: 'expired' });
      hub.refreshObserved({ registration, kind: 'not_kept', why: 'no_room' });
      hub.refreshObserved({ registration, kind: 'waited', waitedFor: 'replica', seconds: 1 });
    }
    const values = new Map<string, Set<string>>();
    for (const [, name = '', value = ''] of (await registry.metrics()).matchAll(
      /^(domi_\w+)\{[^}]*?provider="([^"]*)"/gm,
    )) {
      values.set(name, (values.get(name) ?? new Set()).add(value));
    }
    expect(values.size).to.be.above(8);
    expect([...values].map(([name, { size }]) => `${name} ${size}`)).to.deep.equal(
      [...values.keys()].map((name) => `${name} 101`),
    );
  });

  it('of circuits that share the value `other`, shows the worst of them until it is closed', async () => {
    const { hub, adopt, read } = createTestHub();
    adopt(PROVIDERS);
    const other = async () =>
      (await read('domi_provider_circuit_state')).find(({ labels }) => labels.provider === 'other')?.value;
    hub.circuitChanged(circuit('p200', 'open'));
    hub.circuitChanged(circuit('p201', 'closed'));
    expect(await other()).to.equal(2);
    hub.circuitChanged(circuit('p201', 'half-open'));
    hub.circuitChanged(circuit('p200', 'closed'));
    expect(await other()).to.equal(1);
    hub.circuitChanged(circuit('p201', 'closed'));
    expect(await other()).to.equal(0);
  });
});

describe('the gauge of circuits', () => {
  const providers = ['p1', 'p2'].map((id) => ({ id }));
  const createShown = () => {
    const { hub, adopt, read } = createTestHub();
    const show = async () =>
      (await read('domi_provider_circuit_state')).map(({ labels, value }) => [labels.provider, value]);
    return { hub, adopt, show };
  };

  it('has each provider of the configuration from the start, and none that a reload has removed', async () => {
    const { hub, adopt, show } = createShown();
    adopt([{ id: 't0', providers }]);
    hub.circuitChanged(circuit('p2', 'open'));
    expect(await show()).to.deep.equal([
      ['p1', 0],
      ['p2', 2],
    ]);
    adopt([{ id: 't0', providers: providers.slice(0, 1) }]);
    expect(await show()).to.deep.equal([['p1', 0]]);
  });

  it('says half-open when the time of an open circuit is over, without any event', async () => {
    const { hub, adopt, show } = createShown();
    adopt([{ id: 't0', providers }]);
    hub.circuitChanged(circuit('p1', 'open', 0));
    hub.circuitChanged(circuit('p2', 'half-open', 0));
    expect(await show()).to.deep.equal([
      ['p1', 1],
      ['p2', 1],
    ]);
  });
});

describe('gauges of what is about to expire', () => {
  it('name a client secret by tenant and provider, one that tenants share once, and none without a date', async () => {
    const { adopt, read } = createTestHub();
    const shared = { id: 'zoom', clientCredentialsExpireAt: 2_000_000_000 };
    const own = { id: 'teams', clientCredentialsExpireAt: 1_900_000_000 };
    adopt([
      { id: 'acme', providers: [shared, own] },
      { id: 'globex', providers: [shared, { id: 'webex' }] },
    ]);
    const list = async () =>
      (await read('domi_client_secret_expiry_timestamp_seconds')).map(({ labels, value }) => [
        labels.tenant,
        labels.provider,
        value,
      ]);
    expect(await list()).to.deep.equal([
      ['acme', 'teams', 1_900_000_000],
      ['_shared', 'zoom', 2_000_000_000],
    ]);
    adopt([{ id: 'acme', providers: [shared] }]);
    expect(await list()).to.deep.equal([['acme', 'zoom', 2_000_000_000]]);
  });

  it('of providers that share the value `other`, show the one that expires first', async () => {
    const { adopt, read } = createTestHub();
    const providers = Array.from({ length: 150 }, (_, index) => ({
      id: `p${index}`,
      clientCredentialsExpireAt: 2_000_000_000 - index,
    }));
    adopt([{ id: 't0', providers }]);
    const values = await read('domi_client_secret_expiry_timestamp_seconds');
    expect(values.find(({ labels }) => labels.provider === 'other')?.value).to.equal(2_000_000_000 - 149);
  });

  it('come from the dates of the provider file: the last one of a list', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'domi-expiry-'));
    for (const name of ['new', 'old']) writeFileSync(join(folder, name), `${name}-secret`);
    const service = await createTestService({
      providerFile: {
        providers: {
          zoom: {
            clientSecret: [
              { file: join(folder, 'new'), expiresAt: '2099-06-01T00:00:00Z' },
              { file: join(folder, 'old'), expiresAt: '2098-01-01T00:00:00Z' },
            ],
          },
        },
      },
    });
    try {
      const expiry = Date.UTC(2099, 5, 1) / 1000;
      expect(await scrape(service)).to.include(
        `\ndomi_client_secret_expiry_timestamp_seconds{tenant="default",provider="zoom"} ${expiry}\n`,
      );
    } finally {
      await service.stop();
      rmSync(folder, { recursive: true });
    }
  });
});
