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
      gatewayLimits: { failures: 10, openMs: 60_000, callsPerOrigin: 32, freePerCallOfTenant: 1 },
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

  it('twenty times in a row: is left alone after ten, with 503 and Retry-After, and the metric says open', async () => {
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

  it('with dead tokens, twenty times in a row: is asked each time', async () => {
    provider.answer = (_request, response) => void response.writeHead(400).end('{"error":"invalid_grant"}');
    for (let round = 0; round < 20; round += 1) expect((await refresh()).status).to.equal(400);
    expect(provider.received).to.have.length(20);
  });

  it('by hanging: takes its own places and no more, and other providers answer', async () => {
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
});
