import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { SYSTEM_CLOCK } from '../../src/time/clock.ts';
import { measureEventLoopDelay } from '../../src/time/event-loop-delay.ts';
import { createTestService, TEST_ENVIRONMENT, type TestService } from '../helpers/create-test-service.ts';
import type { Answer } from '../helpers/http.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { serveProcess, waitFor } from '../helpers/service-process.ts';
import { start } from '../helpers/sign-in.ts';
import { startFlood } from '../helpers/start-flood.ts';

const HOST = 'domi.example.com';
const BROWSER = { host: HOST, accept: 'text/html' };

/** Milliseconds in which the service must be itself again after a flood. */
const RECOVERY = 2000;

describe('a service in overload', () => {
  let provider: ScriptedProvider;
  let service: TestService;
  let standing: number;

  beforeEach(async () => {
    standing = 0;
    provider = await createScriptedProvider();
    service = await createTestService({
      environment: INSECURE,
      providerFile: provider.providerFile,
      standingDelay: () => standing,
    });
  });
  afterEach(async () => {
    await service.stop();
    await provider.stop();
  });

  const refresh = (token: string): Promise<Answer> =>
    service.get('/dominoZoomRefresh', { host: HOST, authorization: `Bearer ${token}` });

  it('refuses pages early, with a page for browsers and flat JSON for others, and says when to come back', async () => {
    standing = 150;
    const page = await service.get('/', BROWSER);
    expect([page.status, page.headers['retry-after']]).to.deep.equal([503, '5']);
    expect(page.headers['content-type']).to.equal('text/html; charset=utf-8');
    expect(page.headers['cache-control']).to.equal('no-store');
    const json = await service.get('/diag', { host: HOST });
    expect([json.status, json.headers['retry-after']]).to.deep.equal([503, '5']);
    expect(JSON.parse(json.body)).to.include({ error: 'overloaded', action: 'retry', retryable: true });
    for (const path of ['/nothing', '/dominoZoom/index.html', '/dominoZoomRefresh']) {
      expect((await service.get(path, { host: HOST })).status, path).to.equal(503);
    }
    expect((await refresh('RT')).status).to.equal(200);
  });

  it('refuses refreshes and revocations later, before anything is spent', async () => {
    standing = 400;
    const refused = await refresh('RT');
    expect([refused.status, refused.headers['retry-after']]).to.deep.equal([503, '5']);
    expect(JSON.parse(refused.body)).to.include({ error: 'overloaded', action: 'retry', retryable: true });
    expect(JSON.parse(refused.body).error_description).to.include('token is still good');
    expect(
      (await service.get('/dominoZoomRevoke', { host: HOST, authorization: 'Bearer AT' })).status,
    ).to.equal(503);
    expect(provider.received).to.deep.equal([]);
    standing = 0;
    expect((await refresh('RT')).status).to.equal(200);
  });

  it('lets sign-ins end that users have begun, and loses none that it refuses at last', async () => {
    const { get } = service.browse();
    const browse = (path: string): Promise<Answer> => get(path, { host: HOST });
    const { searchParams } = await start(browse, 'dominoZoom');
    const callback = `/zoomCallback?code=C&state=${searchParams.get('state')}`;
    standing = 5000;
    const refused = await browse(callback);
    expect(refused.status).to.equal(503);
    expect(refused.headers['set-cookie']).to.equal(undefined);
    standing = 900;
    expect((await browse(callback)).status).to.equal(303);
    expect((await browse('/dominoZoom/token.html')).status).to.equal(200);
  });

  it('answers probes and metrics to the end, and shows what it refused', async () => {
    standing = 5000;
    await service.get('/', BROWSER);
    await refresh('RT');
    for (const path of ['/livez', '/readyz', '/metrics']) {
      expect((await fetch(service.managementUrl + path)).status, path).to.equal(200);
    }
    const metrics = await (await fetch(`${service.managementUrl}/metrics`)).text();
    expect(metrics).to.include('domi_requests_shed_total{purpose="page",cause="event_loop"} 1');
    expect(metrics).to.include('domi_requests_shed_total{purpose="token",cause="event_loop"} 1');
    expect(service.logs.join('')).to.include('"reason":"the event loop is late"');
  });
});

describe('a service whose event loop is busy', () => {
  it('refuses pages while that lasts, and is itself again within two seconds', async function () {
    this.timeout(30_000);
    const eventLoop = measureEventLoopDelay(SYSTEM_CLOCK);
    const service = await createTestService({ standingDelay: eventLoop.standing });
    try {
      let isBusy = true;
      const busy = (async () => {
        while (isBusy) {
          const until = performance.now() + 200;
          while (performance.now() < until);
          await delay(0);
        }
      })();
      await waitFor(async () => (await service.get('/', BROWSER)).status === 503);
      isBusy = false;
      await busy;
      const endedAt = performance.now();
      await waitFor(async () => (await service.get('/', BROWSER)).status === 200);
      expect(performance.now() - endedAt).to.be.below(RECOVERY);
    } finally {
      eventLoop.stop();
      await service.stop();
    }
  });

  for (const [path, served] of [
    ['/', '200'],
    ['/dominoZoom/index.html', '302'],
  ] as const)
    it(`J1 is itself again within two seconds after a flood of ${path} over 500 connections, and answers probes meanwhile`, async function () {
      this.timeout(60_000);
      const service = await serveProcess({ ...TEST_ENVIRONMENT, DOMI_LIMITS: 'off' });
      try {
        const flood = await startFlood({ origin: service.web, host: HOST, path, connections: 500 });
        const endsAt = performance.now() + 3000;
        const probes: number[] = [];
        while (performance.now() < endsAt) {
          const startedAt = performance.now();
          expect((await fetch(`${service.management}/readyz`)).status).to.equal(200);
          probes.push(performance.now() - startedAt);
          await delay(50);
        }
        const statuses = await flood.stop();
        expect(Object.keys(statuses)).to.include.oneOf([served, '503']);
        expect(Object.keys(statuses).filter((status) => ![served, '503'].includes(status))).to.deep.equal([]);
        const endedAt = performance.now();
        await waitFor(async () => {
          const answer = await fetch(`${service.web}/`, { headers: { host: HOST, accept: 'text/html' } });
          return answer.status === 200;
        });
        expect(performance.now() - endedAt).to.be.below(RECOVERY);
        const slowest = Math.max(...probes).toFixed(0);
        console.log(`      ${JSON.stringify(statuses)}, slowest of ${probes.length} probes ${slowest} ms`);
      } finally {
        service.process.kill('SIGKILL');
        await service.exited;
      }
    });
});
