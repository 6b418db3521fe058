import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { type Answer, send } from '../helpers/http.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';
import { until } from '../helpers/until.ts';

describe('a provider that fails', () => {
  let provider: ScriptedProvider;
  let service: TestService;
  let count = 0;

  beforeEach(async () => {
    provider = await createScriptedProvider();
    service = await createTestService({
      environment: INSECURE,
      providerFile: provider.providerFile,
      gatewayLimits: {
        failures: 10,
        openMs: 60_000,
        callsPerOrigin: 32,
        freePerCallOfTenant: 1,
        freePerCallOfProvider: 7,
      },
    });
  });
  afterEach(async () => {
    await service.stop();
    await provider.stop();
  });

  const refresh = (path = 'dominoZoom'): Promise<Answer> => {
    count += 1;
    return service.get(`/${path}Refresh`, { authorization: `Bearer RT-${count}` });
  };

  it('F8 twenty times in a row: is left alone after ten, with 503 and Retry-After, and the metric says open', async () => {
    provider.answer = (_request, response) => void response.writeHead(500).end();
    const answers: Answer[] = [];
    for (let round = 0; round < 20; round += 1) answers.push(await refresh());
    expect(answers.map(({ status }) => status)).to.deep.equal([
      ...Array(10).fill(502),
      ...Array(10).fill(503),
    ]);
    expect(provider.received).to.have.length(10);
    const last = answers[19] as Answer;
    expect(JSON.parse(last.body)).to.include({ error: 'temporarily_unavailable', action: 'retry' });
    expect(Number(last.headers['retry-after'])).to.be.within(50, 60);
    const { body } = await send(`${service.managementUrl}/metrics`);
    expect(body).to.include('domi_provider_circuit_state{provider="zoom"} 2');
    provider.answer = (_request, response) => answerTokens(response);
    expect((await refresh('dominoWebex')).status).to.equal(200);
  });

  it('when the clock is set back by an hour: is asked again after seconds, not after an hour', async () => {
    await service.stop();
    let now = new Date();
    service = await createTestService({
      environment: INSECURE,
      providerFile: provider.providerFile,
      gatewayLimits: { failures: 1, openMs: 10_000 },
      now: () => now,
    });
    provider.answer = (_request, response) => void response.writeHead(500).end();
    await refresh();
    now = new Date(now.getTime() - 3_600_000);
    const refused = await refresh();
    expect(refused.status).to.equal(503);
    expect(Number(refused.headers['retry-after'])).to.be.within(1, 10);
  });

  it('F8 with dead tokens, twenty times in a row: is asked each time', async () => {
    provider.answer = (_request, response) => void response.writeHead(400).end('{"error":"invalid_grant"}');
    for (let round = 0; round < 20; round += 1) expect((await refresh()).status).to.equal(400);
    expect(provider.received).to.have.length(20);
  });

  it('F9 by hanging: takes its own places and no more, and other providers answer', async () => {
    const release: (() => void)[] = [];
    provider.answer = (request, response) => {
      if (request.url?.startsWith('/zoom')) release.push(() => answerTokens(response));
      else answerTokens(response);
    };
    const hanging = [refresh(), refresh(), refresh(), refresh()];
    await until(() => release.length === 4);
    const refused = await refresh();
    expect(refused.status).to.equal(503);
    expect(Number(refused.headers['retry-after'])).to.be.above(0);
    for (const path of ['dominoTeams', 'dominoWebex', 'dominoGTM']) {
      expect((await refresh(path)).status).to.equal(200);
    }
    for (const answer of release) answer();
    for (const answer of hanging) expect((await answer).status).to.equal(200);
  });

  describe('with some tokens, by an answer 500', () => {
    beforeEach(async () => {
      await service.stop();
      service = await createTestService({
        environment: { ...INSECURE, DOMI_TRUSTED_PROXIES: '127.0.0.1' },
        providerFile: provider.providerFile,
        gatewayLimits: { failures: 10, openMs: 60_000 },
      });
      provider.answer = (_request, response, body) => {
        if (body.get('refresh_token')?.startsWith('broken')) response.writeHead(500).end();
        else answerTokens(response);
      };
    });

    const refreshFrom = (address: string, token: string): Promise<Answer> =>
      service.get('/dominoZoomRefresh', { authorization: `Bearer ${token}`, 'x-forwarded-for': address });

    it('one such token over and over: is asked each time, and others are served', async () => {
      for (let round = 0; round < 15; round += 1)
        expect((await refreshFrom('192.0.2.1', 'broken')).status).to.equal(502);
      expect((await refreshFrom('192.0.2.1', 'good-1')).status).to.equal(200);
      expect((await refreshFrom('192.0.2.99', 'good-2')).status).to.equal(200);
    });

    it('many such tokens of one client: refuses this client, and others are served', async () => {
      const statuses: number[] = [];
      for (let round = 0; round < 15; round += 1)
        statuses.push((await refreshFrom('192.0.2.1', `broken-${round}`)).status);
      expect(statuses).to.deep.equal([...Array(10).fill(502), ...Array(5).fill(503)]);
      expect((await refreshFrom('192.0.2.99', 'good-3')).status).to.equal(200);
      // A network of IPv6 is one client, too.
      for (let round = 0; round < 10; round += 1)
        await refreshFrom(`2001:db8::${round}`, `broken-v6-${round}`);
      expect((await refreshFrom('2001:db8::ffff', 'good-4')).status).to.equal(503);
      expect((await refreshFrom('2001:db8:1::1', 'good-5')).status).to.equal(200);
    });

    it('tokens of many clients: is left alone by everybody', async () => {
      for (let round = 0; round < 10; round += 1)
        expect((await refreshFrom(`192.0.2.${round}`, `broken-${round}`)).status).to.equal(502);
      const refused = await refreshFrom('192.0.2.99', 'good-6');
      expect(refused.status).to.equal(503);
      expect(JSON.parse(refused.body)).to.include({ error: 'temporarily_unavailable', retryable: true });
    });
  });
});

describe('an endpoint of a tenant that hangs', () => {
  it('F9 takes no place from other tenants at the endpoint of the record', async () => {
    const [healthy, hanging] = [await createScriptedProvider(), await createScriptedProvider()];
    const endings: (() => void)[] = [];
    hanging.answer = (_request, response) => void endings.push(() => answerTokens(response));
    const tenant = (id: string, zoom: object) => [
      id,
      { publicUrl: `https://${id}.example.com`, providers: { zoom } },
    ];
    const own = {
      tokenEndpoint: `${hanging.url}/token`,
      clientId: { value: 'own' },
      clientSecret: { env: 'OWN_SECRET' },
    };
    const service = await createTestService({
      environment: { ...INSECURE, OWN_SECRET: 'q7Vt-2' },
      providerFile: {
        ...healthy.providerFile,
        tenants: Object.fromEntries([tenant('quiet', {}), tenant('one', own), tenant('two', own)]),
      },
      gatewayLimits: { callsPerOrigin: 8 },
    });
    const refresh = (host: string, token: string): Promise<Answer> =>
      service.get('/dominoZoomRefresh', {
        host: `${host}.example.com`,
        authorization: `Bearer ${token}`,
      });
    try {
      const waiting = [refresh('one', 'h-1'), refresh('two', 'h-2')];
      await until(() => endings.length === 2);
      // Each has the one place that is its share of so few.
      for (const host of ['one', 'two']) expect((await refresh(host, `more-${host}`)).status).to.equal(503);
      for (let round = 0; round < 5; round += 1)
        expect((await refresh('quiet', `good-${round}`)).status).to.equal(200);
      for (const end of endings) end();
      for (const answer of waiting) expect((await answer).status).to.equal(200);
    } finally {
      await service.stop();
      await healthy.stop();
      await hanging.stop();
    }
  });
});
