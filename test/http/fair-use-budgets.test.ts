import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import type { Answer } from '../helpers/http.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { start } from '../helpers/sign-in.ts';

const HOST = 'acme.example.com';

describe('budgets of fair use', () => {
  let provider: ScriptedProvider;
  let service: TestService;

  beforeEach(async () => {
    provider = await createScriptedProvider();
  });
  afterEach(async () => {
    await service.stop();
    await provider.stop();
  });

  async function serve(limits: object): Promise<void> {
    service = await createTestService({
      environment: { ...INSECURE, DOMI_TRUSTED_PROXIES: '127.0.0.1' },
      providerFile: {
        ...provider.providerFile,
        tenants: {
          acme: { publicUrl: `https://${HOST}`, limits, providers: { zoom: {}, teams: {} } },
        },
      },
    });
  }

  const ask = (path: string, address: string, headers: Record<string, string> = {}): Promise<Answer> =>
    service.get(path, { host: HOST, 'x-forwarded-for': address, ...headers });
  const refresh = (token: string, address: string): Promise<Answer> =>
    ask('/dominoZoomRefresh', address, { authorization: `Bearer ${token}` });

  async function statuses(count: number, request: (index: number) => Promise<Answer>): Promise<number[]> {
    const answers = await Promise.all(Array.from({ length: count }, (_, index) => request(index)));
    return answers.map(({ status }) => status);
  }

  const passed = (all: readonly number[]): number => all.filter((status) => status !== 429).length;
  const fromMany = (index: number): string => `198.51.${index % 4}.${index % 200}`;

  const NARROW = {
    tenant: { requestsPerSecond: 1, burst: 10 },
    clientAddress: { requestsPerSecond: 1, burst: 10 },
    provider: { requestsPerSecond: 1, burst: 10 },
  };

  it('of refreshes and revocations are not touched by a flood of pages, of what is not there, or of starts', async () => {
    await serve(NARROW);
    const floods = {
      pages: (index: number) => ask('/', fromMany(index)),
      'what is not there': (index: number) => ask(`/${index}`, fromMany(index)),
      'refreshes at a service that is not there': (index: number) =>
        ask('/dominoNoneRefresh', fromMany(index), { authorization: 'Bearer x' }),
      'refreshes without a token': (index: number) => ask('/dominoZoomRefresh', fromMany(index)),
      starts: (index: number) => ask('/dominoZoom/index.html', fromMany(index)),
      'callbacks that begin nothing': (index: number) => ask('/zoomCallback?code=x&state=y', fromMany(index)),
    };
    for (const [what, flood] of Object.entries(floods)) {
      expect(await statuses(60, flood), what).to.include(429);
    }
    expect(await statuses(3, (index) => refresh(`T${index}`, fromMany(index)))).to.deep.equal([
      200, 200, 200,
    ]);
    const revoke = await ask('/dominoZoomRevoke', '203.0.113.1', { authorization: 'Bearer AT' });
    expect(revoke.status).to.equal(200);
  });

  it('of sign-ins that have begun are not touched by a flood of starts', async () => {
    await serve(NARROW);
    const { get } = service.browse();
    const browse = (path: string): Promise<Answer> => get(path, { host: HOST });
    const { searchParams } = await start(browse, 'dominoZoom');
    expect(await statuses(60, (index) => ask('/dominoZoom/index.html', fromMany(index)))).to.include(429);
    const callback = await browse(`/zoomCallback?code=C&state=${searchParams.get('state')}`);
    expect(callback.status).to.equal(303);
    expect((await browse('/dominoZoom/token.html')).status).to.equal(200);
  });

  it('of pages are not touched by a flood of refreshes', async () => {
    await serve(NARROW);
    expect(await statuses(60, (index) => refresh(`T${index}`, fromMany(index)))).to.include(429);
    expect((await ask('/', '203.0.113.1')).status).to.equal(200);
  });

  it('of a tenant are only half open to one address, whatever it may use by itself', async () => {
    await serve({ tenant: { requestsPerSecond: 1, burst: 20 }, provider: 'off', token: 'off' });
    const noisy = await statuses(60, (index) => refresh(`N${index}`, '192.0.2.1'));
    expect(passed(noisy)).to.be.within(10, 15);
    const others = await statuses(8, (index) => refresh(`T${index}`, fromMany(index)));
    expect(others).to.not.include(429);
  });

  it('of one token brake a client in a loop, and nobody else', async () => {
    await serve({ token: { requestsPerSecond: 1, burst: 5 } });
    const looping = await statuses(40, () => refresh('LOOP', '192.0.2.1'));
    expect(passed(looping)).to.be.within(6, 12);
    expect(await statuses(20, (index) => refresh(`T${index}`, '192.0.2.1'))).to.not.include(429);
    const other = await ask('/dominoTeamsRefresh', '192.0.2.1', { authorization: 'Bearer LOOP' });
    expect(other.status, 'the same text at another service').to.equal(200);

    let refused = await refresh('LOOP', '192.0.2.1');
    while (refused.status !== 429) refused = await refresh('LOOP', '192.0.2.1');
    expect(refused.headers['retry-after']).to.equal('1');
    expect(JSON.parse(refused.body)).to.include({ error: 'rate_limited', action: 'retry', retryable: true });
    const metrics = await (await fetch(`${service.managementUrl}/metrics`)).text();
    expect(metrics).to.match(/^domi_requests_limited_total\{scope="token",limit="rate"\} [1-9]/m);
    expect(service.logs.join('')).to.include('"reason":"rate limit of token"').and.not.include('LOOP');
  });

  it('of one token, by default, are wide enough for thirty clients that share it, and too narrow for a loop', async () => {
    await serve({});
    for (let round = 0; round < 3; round += 1) {
      const together = await statuses(30, () => refresh('SHARED', '192.0.2.1'));
      expect(together, `round ${round}`).to.not.include(429);
    }
    const loop: number[] = [];
    for (let index = 0; index < 200; index += 1) loop.push((await refresh('LOOP', '192.0.2.1')).status);
    expect(loop.slice(0, 100)).to.not.include(429);
    expect(loop).to.include(429);
  });
});
