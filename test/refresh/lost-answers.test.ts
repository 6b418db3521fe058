import http from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import type { Sandbox } from '../../src/sandbox/sandbox.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { type Answer, send } from '../helpers/http.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { answerFrom, createTokenLedger, type TokenLedger } from '../helpers/token-ledger.ts';
import { until } from '../helpers/until.ts';
import { createClient, startTestSandbox } from '../sandbox/client.ts';

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

const bearer = (token: string): Record<string, string> => ({ authorization: `Bearer ${token}` });

const readTokens = ({ body }: Answer): Tokens => JSON.parse(body) as Tokens;

/** Labels that are still at 0 are left out. */
async function readMetric(service: TestService, name: string): Promise<string[]> {
  const { body } = await send(`${service.managementUrl}/metrics`);
  return body.split('\n').filter((line) => line.startsWith(name) && !line.endsWith('} 0'));
}

describe('refresh tokens that are good once, at a real OAuth server', () => {
  let sandbox: Sandbox;
  let service: TestService;

  before(async () => {
    sandbox = await startTestSandbox();
    service = await createTestService({
      environment: { ...sandbox.environment, ...INSECURE },
      providerFile: sandbox.providerFile,
    });
  });
  after(async () => {
    await service.stop();
    await sandbox.close();
  });

  const obtain = async (): Promise<Tokens> =>
    createClient(sandbox, 'zoom').obtainTokens({ user: `${crypto.randomUUID()}@example.com` });
  const refresh = (token: string): Promise<Answer> => service.get('/dominoZoomRefresh', bearer(token));
  const countRefreshes = (): number =>
    sandbox.calls.filter(({ grantType }) => grantType === 'refresh_token').length;

  it('two requests at once with one token: both get the same tokens, from one call', async () => {
    const { refresh_token } = await obtain();
    const before = countRefreshes();
    const answers = await Promise.all(Array.from({ length: 5 }, () => refresh(refresh_token)));
    expect(answers.map(({ status }) => status)).to.deep.equal([200, 200, 200, 200, 200]);
    expect(new Set(answers.map((answer) => readTokens(answer).refresh_token)).size).to.equal(1);
    expect(countRefreshes() - before).to.equal(1);
    // One that came a little late was given the finished answer.
    const lines = await readMetric(service, 'domi_refresh_');
    const counts = lines.filter((line) => /_(coalesced|replayed)_total\{provider="zoom"\}/.test(line));
    expect(counts.reduce((sum, line) => sum + Number(line.split(' ')[1]), 0)).to.equal(4);
    expect((await refresh(readTokens(answers[4] as Answer).refresh_token)).status).to.equal(200);
  });

  it('a refresh that Notes does not save, when the revocation then fails: is given again, and can be revoked', async () => {
    const saved = await obtain();
    const unsaved = readTokens(await refresh(saved.refresh_token));
    // The revocation got lost: Notes still has the token that is spent, and begins again.
    const again = readTokens(await refresh(saved.refresh_token));
    expect(again).to.include({
      access_token: unsaved.access_token,
      refresh_token: unsaved.refresh_token,
    });
    const revoked = await service.get('/dominoZoomRevoke', bearer(again.access_token));
    expect(JSON.parse(revoked.body)).to.deep.equal({ revoked: true });
    // What is revoked is not given out a third time.
    const dead = await refresh(saved.refresh_token);
    expect(dead.status).to.equal(400);
    expect(JSON.parse(dead.body)).to.include({ error: 'invalid_grant', action: 'reauthorize' });
  });

  it('the token before the last, when its successor was used: is refused, and the newest lives on', async () => {
    const first = await obtain();
    const second = readTokens(await refresh(first.refresh_token));
    const third = readTokens(await refresh(second.refresh_token));
    const grandparent = await refresh(first.refresh_token);
    expect(JSON.parse(grandparent.body)).to.include({ error: 'invalid_grant' });
    expect(readTokens(await refresh(second.refresh_token)).refresh_token).to.equal(third.refresh_token);
    expect((await refresh(third.refresh_token)).status).to.equal(200);
  });

  it('a token that outlives its use, when it is used again: is no replay but a call', async () => {
    const { refresh_token } = await createClient(sandbox, 'teams').obtainTokens();
    const before = countRefreshes();
    const answers = [1, 2].map(() => service.get('/dominoTeamsRefresh', bearer(refresh_token)));
    await Promise.all(answers);
    await service.get('/dominoTeamsRefresh', bearer(refresh_token));
    expect(countRefreshes() - before).to.equal(2);
  });
});

describe('refresh tokens that are good once, at an OAuth server that takes a spent one for theft', () => {
  let sandbox: Sandbox;
  let service: TestService;

  before(async () => {
    sandbox = await startTestSandbox({ endsFamilyOnReuse: true });
  });
  afterEach(() => service.stop());
  after(() => sandbox.close());

  async function start(environment: Record<string, string> = {}, zoom: object = {}): Promise<void> {
    const { providers } = sandbox.providerFile;
    service = await createTestService({
      environment: { ...sandbox.environment, ...INSECURE, DOMI_REPLAY_SECONDS: '1', ...environment },
      providerFile: { providers: { ...providers, zoom: { ...providers.zoom, ...zoom } } },
    });
  }

  const refresh = (token: string): Promise<Answer> => service.get('/dominoZoomRefresh', bearer(token));

  /** Two refreshes; then the first token comes back, when its time is over, from a copy of the mail file. */
  async function presentCopy(): Promise<{ stale: Answer; newest: Answer }> {
    const first = await createClient(sandbox, 'zoom').obtainTokens({
      user: `${crypto.randomUUID()}@example.com`,
    });
    const second = readTokens(await refresh(first.refresh_token));
    const third = readTokens(await refresh(second.refresh_token));
    await delay(1100);
    const stale = await refresh(first.refresh_token);
    return { stale, newest: await refresh(third.refresh_token) };
  }

  it('a stale copy: is refused, does not reach the server, and the newest token lives', async () => {
    await start();
    const ended = sandbox.endedFamilies;
    const { stale, newest } = await presentCopy();
    expect(stale.status).to.equal(400);
    expect(JSON.parse(stale.body)).to.include({
      error: 'invalid_grant',
      action: 'reauthorize',
      retryable: false,
    });
    expect(newest.status).to.equal(200);
    expect(sandbox.endedFamilies).to.equal(ended);
    expect(await readMetric(service, 'domi_superseded_tokens_total')).to.deep.equal([
      'domi_superseded_tokens_total{provider="zoom"} 1',
    ]);
    expect(await readMetric(service, 'domi_refresh_replay_denied_total')).to.deep.equal([
      'domi_refresh_replay_denied_total{provider="zoom",reason="successor_used"} 1',
    ]);
    const audit = service.logs
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .find(({ kind, served }) => kind === 'audit' && served === 'superseded');
    expect(audit).to.include({ grant_type: 'refresh_token', outcome: 'invalid_grant', provider: 'zoom' });
  });

  for (const [what, environment, zoom] of [
    ['the record', {}, { supersededTokens: 'present' }],
    ['the process', { DOMI_SUPERSEDED_SECONDS: '0' }, {}],
  ] as const) {
    it(`a stale copy, when ${what} lets the server decide: reaches it, and the family ends`, async () => {
      await start(environment, zoom);
      const ended = sandbox.endedFamilies;
      const { stale, newest } = await presentCopy();
      expect([stale.status, newest.status]).to.deep.equal([400, 400]);
      expect(sandbox.endedFamilies).to.equal(ended + 1);
    });
  }

  it('many clients with one token at once: one call, one successor, and no family ends', async () => {
    await start();
    const ended = sandbox.endedFamilies;
    const { refresh_token } = await createClient(sandbox, 'zoom').obtainTokens({
      user: `${crypto.randomUUID()}@example.com`,
    });
    const answers = await Promise.all(Array.from({ length: 30 }, () => refresh(refresh_token)));
    expect(new Set(answers.map((answer) => readTokens(answer).refresh_token)).size).to.equal(1);
    expect((await refresh(readTokens(answers[0] as Answer).refresh_token)).status).to.equal(200);
    expect(sandbox.endedFamilies).to.equal(ended);
  });
});

describe('refresh tokens that are good once, at a provider that is slow or breaks off', () => {
  let provider: ScriptedProvider;
  let ledger: TokenLedger;
  let service: TestService;

  beforeEach(async () => {
    provider = await createScriptedProvider();
    ledger = createTokenLedger();
    provider.answer = answerFrom(ledger);
    service = await createTestService({ environment: INSECURE, providerFile: provider.providerFile });
  });
  afterEach(async () => {
    await service.stop();
    await provider.stop();
  });

  const refresh = (token: string): Promise<Answer> => service.get('/dominoZoomRefresh', bearer(token));

  /** Holds back every answer until it is told. */
  function holdAnswers(): () => void {
    const answer = answerFrom(ledger);
    const { promise, resolve } = Promise.withResolvers<void>();
    provider.answer = (...request) => void promise.then(() => answer(...request));
    return resolve;
  }

  /** Sends a request, and hangs up when the provider has it. */
  async function refreshAndHangUp(token: string): Promise<void> {
    const seen = provider.received.length;
    const request = http.get(`${service.url}/dominoZoomRefresh`, { headers: bearer(token), agent: false });
    request.on('error', () => undefined);
    await until(() => provider.received.length > seen);
    request.destroy();
  }

  it('F13 the client cuts at 100 ms and the provider answers at 500 ms: the call is finished, and the answer waits', async () => {
    const answer = answerFrom(ledger);
    provider.answer = (...request) => void setTimeout(() => answer(...request), 500);
    const { refresh_token } = ledger.issue();
    const request = http.get(`${service.url}/dominoZoomRefresh`, {
      headers: bearer(refresh_token),
      agent: false,
    });
    request.on('error', () => undefined);
    await delay(100);
    request.destroy();
    const { status, body } = await refresh(refresh_token);
    expect(status).to.equal(200);
    expect(ledger.isGood((JSON.parse(body) as Tokens).refresh_token)).to.equal(true);
    expect(provider.received).to.have.length(1);
  });

  it('the client hangs up: its request is logged as that, at once, and nothing as an error', async () => {
    const release = holdAnswers();
    const { refresh_token } = ledger.issue();
    await refreshAndHangUp(refresh_token);
    await until(() => service.logs.some((line) => line.includes('client_closed_request')));
    release();
    await until(async () => (await readMetric(service, 'domi_refresh_unclaimed_total{')).length === 1);
    const { status } = await refresh(refresh_token);
    expect(status).to.equal(200);
    expect(provider.received).to.have.length(1);
    expect(service.logs.filter((line) => /"level":"(warn|error|fatal)"/.test(line))).to.deep.equal([]);
    expect(await readMetric(service, 'domi_requests_in_flight')).to.deep.equal(['domi_requests_in_flight 0']);
    expect(await readMetric(service, 'domi_refresh_replayed_total{')).to.deep.equal([
      'domi_refresh_replayed_total{provider="zoom"} 1',
    ]);
  });

  it('the client hangs up and comes back while the provider works: it joins its own call', async () => {
    const release = holdAnswers();
    const { refresh_token } = ledger.issue();
    await refreshAndHangUp(refresh_token);
    const second = refresh(refresh_token);
    await until(async () => (await readMetric(service, 'domi_refresh_coalesced_total{')).length === 1);
    release();
    expect((await second).status).to.equal(200);
    expect(provider.received).to.have.length(1);
    expect(await readMetric(service, 'domi_refresh_unclaimed_total{')).to.deep.equal([]);
  });

  it('the service is told to stop when the client has hung up: it waits for the provider first', async () => {
    const release = holdAnswers();
    const { refresh_token } = ledger.issue();
    await refreshAndHangUp(refresh_token);
    let hasStopped = false;
    const stopped = service.stop().then(() => {
      hasStopped = true;
    });
    await delay(200);
    expect(hasStopped).to.equal(false);
    release();
    await stopped;
    expect(ledger.presented.get(refresh_token)).to.equal(1);
  });

  it('the connection dies after the request was read: exactly one call, and the token may be tried again', async () => {
    const { refresh_token } = ledger.issue();
    provider.answer = (request) => request.socket.destroy();
    const lost = await refresh(refresh_token);
    expect(JSON.parse(lost.body)).to.include({ error: 'provider_connection_lost', action: 'retry' });
    expect(provider.received).to.have.length(1);
    provider.answer = answerFrom(ledger);
    expect((await refresh(refresh_token)).status).to.equal(200);
  });

  it('a dead token that is presented over and over: the provider is asked once', async () => {
    const answers = [await refresh('RT-DEAD'), await refresh('RT-DEAD'), await refresh('RT-DEAD')];
    for (const { status, body } of answers) {
      expect(status).to.equal(400);
      expect(JSON.parse(body)).to.include({ error: 'invalid_grant', action: 'reauthorize' });
    }
    expect(provider.received).to.have.length(1);
    expect(await readMetric(service, 'domi_refresh_known_dead_total{')).to.deep.equal([
      'domi_refresh_known_dead_total{provider="zoom"} 2',
    ]);
  });

  it('with replay turned off: requests at once share a call, and later ones are refused', async () => {
    await service.stop();
    service = await createTestService({
      environment: { ...INSECURE, DOMI_REPLAY_SECONDS: '0' },
      providerFile: provider.providerFile,
    });
    const { refresh_token } = ledger.issue();
    const release = holdAnswers();
    const both = [refresh(refresh_token), refresh(refresh_token)];
    await until(async () => (await readMetric(service, 'domi_refresh_coalesced_total{')).length === 1);
    release();
    for (const answer of both) expect((await answer).status).to.equal(200);
    expect((await refresh(refresh_token)).status).to.equal(400);
  });
});

describe('refresh tokens and tenants', () => {
  it('one token at two tenants: each has a call of its own, and neither gets the answer to the other', async () => {
    const provider = await createScriptedProvider();
    const ledger = createTokenLedger();
    provider.answer = answerFrom(ledger);
    const service = await createTestService({
      environment: INSECURE,
      providerFile: {
        ...provider.providerFile,
        tenants: Object.fromEntries(
          ['a', 'b'].map((id) => [
            id,
            { publicUrl: `https://domi.example.com/${id}`, providers: { zoom: {} } },
          ]),
        ),
      },
    });
    try {
      const { refresh_token } = ledger.issue();
      const host = { host: 'domi.example.com', ...bearer(refresh_token) };
      expect((await service.get('/a/dominoZoomRefresh', host)).status).to.equal(200);
      expect((await service.get('/b/dominoZoomRefresh', host)).status).to.equal(400);
      expect(provider.received).to.have.length(2);
    } finally {
      await service.stop();
      await provider.stop();
    }
  });
});
