import http from 'node:http';
import { expect } from 'chai';
import type { DomiContext } from '../../src/http/context.ts';
import { limitTenant } from '../../src/http/steps/fair-use.ts';
import { NO_LIMITS } from '../../src/limits/limits.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import type { Answer } from '../helpers/http.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';
import { start } from '../helpers/sign-in.ts';

const ACME = { host: 'acme.example.com', authorization: 'Bearer RT' };
const OTHER = { host: 'other.example.com', authorization: 'Bearer RT' };

describe('fair use', () => {
  let provider: ScriptedProvider;
  let service: TestService;

  beforeEach(async () => {
    provider = await createScriptedProvider();
  });
  afterEach(async () => {
    await service.stop();
    await provider.stop();
  });

  async function serve(limits: object, environment: Record<string, string> = {}): Promise<void> {
    service = await createTestService({
      environment: { ...INSECURE, ...environment },
      providerFile: {
        ...provider.providerFile,
        tenants: {
          acme: { publicUrl: 'https://acme.example.com', limits, providers: { zoom: {}, teams: {} } },
          other: { publicUrl: 'https://other.example.com', providers: { zoom: {} } },
        },
      },
    });
  }

  const refresh = (headers: Record<string, string>, path = 'dominoZoom'): Promise<Answer> =>
    service.get(`/${path}Refresh`, headers);

  /** Different tokens, so that no two requests are answered as one. */
  async function flood(count: number, headers: Record<string, string>, path?: string): Promise<number[]> {
    const answers = Array.from({ length: count }, (_, index) =>
      refresh({ ...headers, authorization: `Bearer RT${index}` }, path),
    );
    return (await Promise.all(answers)).map(({ status }) => status);
  }

  it('a tenant, when it floods, is refused in flat JSON, and another one is not', async () => {
    await serve({ clientAddress: 'off', tenant: { requestsPerSecond: 1, burst: 3 } });
    const statuses = await flood(40, ACME);
    expect(statuses.filter((status) => status === 200)).to.have.length.within(4, 12);
    expect(statuses.filter((status) => status === 429)).to.have.length.of.at.least(28);
    expect(await flood(40, OTHER)).to.not.include(429);

    let refused = await refresh(ACME);
    while (refused.status !== 429) refused = await refresh(ACME);
    expect(refused.headers['retry-after']).to.equal('1');
    expect(refused.headers['cache-control']).to.equal('no-store');
    expect(JSON.parse(refused.body)).to.include({ error: 'rate_limited', action: 'retry', retryable: true });
  });

  it('a provider of a tenant, when it is flooded, does not use up the others', async () => {
    await serve({ provider: { requestsPerSecond: 1, burst: 3 } });
    expect(await flood(40, ACME)).to.include(429);
    expect((await refresh(ACME, 'dominoTeams')).status).to.equal(200);
    expect((await service.get('/', ACME)).status, 'what asks no provider').to.equal(200);
  });

  it('a person whose request is refused, when the page is loaded again, has lost nothing', async () => {
    await serve({ provider: { inFlight: 1 } });
    const { get } = service.browse();
    const browse = (path: string): Promise<Answer> => get(path, { host: ACME.host });
    /** Another person takes the only place; sees the page that asks to wait, and loads the same address once the place is free. */
    async function insist(path: string): Promise<Answer> {
      let release = (): void => {};
      const held = new Promise<void>((resolve) => {
        provider.answer = (_request, response) => {
          release = () => answerTokens(response);
          resolve();
        };
      });
      const other = service.browse();
      const visit = (address: string): Promise<Answer> => other.get(address, { host: ACME.host });
      const { searchParams } = await start(visit, 'dominoZoom');
      await visit(`/zoomCallback?code=C&state=${searchParams.get('state')}`);
      const first = visit('/dominoZoom/token.html');
      await held;
      const refused = await browse(path);
      expect(refused.status).to.equal(429);
      expect(refused.body).to.include('Too many requests just now');
      expect(refused.headers['set-cookie'], path).to.equal(undefined);
      release();
      expect((await first).status).to.equal(200);
      provider.answer = (_request, response) => answerTokens(response);
      return browse(path);
    }
    const location = await start(browse, 'dominoZoom');
    const callback = await insist(`/zoomCallback?code=C&state=${location.searchParams.get('state')}`);
    expect(callback.status).to.equal(303);
    const page = await insist('/dominoZoom/token.html');
    expect(page.body).to.include('id="refreshToken"');
  });

  it('an address, when its peer is not trusted, is the peer, whatever it claims', async () => {
    await serve({ clientAddress: { requestsPerSecond: 1, burst: 3 } });
    const claims = Array.from({ length: 40 }, (_, index) =>
      refresh({ ...ACME, 'x-forwarded-for': `198.51.100.${index}` }),
    );
    const statuses = (await Promise.all(claims)).map(({ status }) => status);
    expect(statuses.filter((status) => status === 429)).to.have.length.of.at.least(28);
  });

  it('addresses, when a trusted proxy forwards them, are counted each, by what it wrote itself', async () => {
    await serve({ clientAddress: { requestsPerSecond: 1, burst: 3 } }, { DOMI_TRUSTED_PROXIES: '127.0.0.1' });
    const from = (address: string): Promise<Answer> => refresh({ ...ACME, 'x-forwarded-for': address });
    const many = await Promise.all(Array.from({ length: 40 }, (_, index) => from(`198.51.100.${index}`)));
    expect(many.map(({ status }) => status)).to.not.include(429);
    const forged = await Promise.all(
      Array.from({ length: 40 }, (_, index) => from(`198.51.100.${100 + index}, 203.0.113.9`)),
    );
    expect(forged.filter(({ status }) => status === 429)).to.have.length.of.at.least(28);
  });

  it('a client, when it is beyond its own limit, costs its tenant nothing', async () => {
    await serve(
      {
        clientAddress: { requestsPerSecond: 1, burst: 3 },
        tenant: { requestsPerSecond: 1, burst: 40 },
      },
      { DOMI_TRUSTED_PROXIES: '127.0.0.1' },
    );
    const from = (address: string): Promise<Answer> =>
      service.get('/diag', { host: ACME.host, 'x-forwarded-for': address });
    const noisy = await Promise.all(Array.from({ length: 120 }, () => from('192.0.2.1')));
    expect(noisy.filter(({ status }) => status === 429)).to.have.length.of.at.least(100);
    const others = await Promise.all(Array.from({ length: 15 }, (_, index) => from(`198.51.100.${index}`)));
    expect(others.map(({ status }) => status)).to.not.include(429);
  });

  it('an IPv4 address, when a proxy writes it as IPv6, is the same client, in limits and in the log', async () => {
    await serve({ clientAddress: { requestsPerSecond: 1, burst: 3 } }, { DOMI_TRUSTED_PROXIES: '127.0.0.1' });
    const from = (address: string): Promise<Answer> =>
      service.get('/diag', { host: ACME.host, 'x-forwarded-for': address });
    const first = await from('::ffff:192.0.2.1');
    const id = String(first.headers['x-request-id']);
    const line = service.logs.find((text) => text.includes(id) && text.includes('"kind":"access"'));
    expect(JSON.parse(line ?? '{}')).to.include({ client_address: '192.0.2.1' });

    await Promise.all(Array.from({ length: 40 }, () => from('192.0.2.1')));
    const mapped = await Promise.all(Array.from({ length: 10 }, () => from('::ffff:192.0.2.1')));
    expect(mapped.filter(({ status }) => status === 429)).to.have.length.of.at.least(8);
    expect((await from('::ffff:192.0.2.2')).status, 'another client').to.equal(200);
  });

  it('a place at the tenant, when the provider refuses the request, is given back', async () => {
    await serve({ clientAddress: 'off', tenant: { inFlight: 3 }, provider: { inFlight: 1 } });
    provider.answer = () => {};
    const hanging = http.get(`${service.url}/dominoZoomRefresh`, { headers: ACME, agent: false });
    hanging.on('error', () => {});
    while (provider.received.length < 1) await new Promise((resolve) => setTimeout(resolve, 10));
    for (let round = 0; round < 10; round += 1) {
      const refused = await refresh({ ...ACME, authorization: `Bearer RT${round}` });
      expect(refused.status).to.equal(429);
    }
    const reasons = service.logs.filter((line) => line.includes('"reason":"in_flight limit of'));
    expect(reasons).to.have.length(10);
    expect(reasons.filter((line) => line.includes('in_flight limit of provider'))).to.have.length(10);
    expect((await service.get('/diag', ACME)).status).to.equal(200);
    hanging.destroy();
  });

  it('a place, when the client hung up before it was taken, is given back at once', async () => {
    await serve({});
    let given = 0;
    const giveBack = (): void => {
      given += 1;
    };
    const limiter = { enter: async () => giveBack };
    const tenant = { id: 'acme', limits: NO_LIMITS };
    const state = { tenant, purpose: 'page', clientAddress: '192.0.2.1' };
    const context = { state, res: { closed: true, once: () => {} } };
    await limitTenant(limiter)(context as unknown as DomiContext, async () => {});
    expect(given).to.equal(1);
  });

  it('a place, when the client hangs up or the provider fails, is free again', async () => {
    await serve({ clientAddress: 'off', tenant: { inFlight: 2 } });
    provider.answer = () => {};
    const hanging = [1, 2].map((index) =>
      http.get(`${service.url}/dominoZoomRefresh`, {
        headers: { ...ACME, authorization: `Bearer hanging${index}` },
        agent: false,
      }),
    );
    for (const request of hanging) request.on('error', () => {});
    while (provider.received.length < 2) await new Promise((resolve) => setTimeout(resolve, 10));
    const refused = await refresh(ACME);
    expect([refused.status, refused.headers['retry-after']]).to.deep.equal([429, '5']);

    provider.answer = (_request, response) => answerTokens(response);
    for (const request of hanging) request.destroy();
    let answer = await refresh(ACME);
    while (answer.status === 429) answer = await refresh(ACME);
    expect(answer.status).to.equal(200);

    provider.answer = (_request, response) => void response.destroy();
    for (let round = 0; round < 6; round += 1) expect((await refresh(ACME)).status).to.equal(502);
  });

  it('metrics and probes, when a tenant is refused, are answered, and show it', async () => {
    await serve({ clientAddress: 'off', tenant: { requestsPerSecond: 1, burst: 0 } });
    await flood(10, ACME);
    const answers = await Promise.all(
      Array.from({ length: 30 }, () => fetch(`${service.managementUrl}/metrics`)),
    );
    expect(answers.map(({ status }) => status)).to.not.include(429);
    const text = await answers[0]?.text();
    const [, count] =
      /^domi_requests_limited_total\{scope="tenant",limit="rate"\} (\d+)$/m.exec(text ?? '') ?? [];
    expect(Number(count)).to.be.at.least(5);
    expect(service.logs.join('')).to.include('"reason":"rate limit of tenant"');
  });

  it('limits of the process, when they are off, refuse nobody', async () => {
    await serve({}, { DOMI_LIMITS: 'off', DOMI_LIMIT_TENANT: '' });
    expect(await flood(300, ACME)).to.not.include(429);
  });

  it('a limit of the process, when a tenant sets nothing, is the limit', async () => {
    await serve({ tenant: 'off' }, { DOMI_LIMIT_TENANT: 'requestsPerSecond=1,burst=0' });
    expect(await flood(20, OTHER)).to.include(429);
    expect(await flood(20, ACME)).to.not.include(429);
  });
});
