import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { ensureCompiled } from '../helpers/compiled-service.ts';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { buildDocumentedSite } from '../helpers/documented-site.ts';
import { type Answer, CookieJar, send } from '../helpers/http.ts';
import { findNginx } from '../helpers/nginx.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';
import { waitFor } from '../helpers/service-process.ts';
import { start } from '../helpers/sign-in.ts';
import { skipSuite } from '../helpers/skip.ts';
import { type ReplicaOptions, type Replicas, startReplicas } from './replicas.ts';

describe('two replicas behind nginx with the documented settings', function () {
  this.timeout(120_000);
  let provider: ScriptedProvider;
  let folder: string;
  let options: ReplicaOptions;
  let replicas: Replicas | undefined;
  /** Answers of the provider that wait for the test to give them. */
  let held: (() => void)[];
  let tokens = 0;

  before(async function () {
    const nginx = await findNginx();
    if (nginx === undefined) skipSuite(this, 'nginx is not installed');
    provider = await createScriptedProvider();
    folder = mkdtempSync(join(tmpdir(), 'domi-lifecycle-'));
    const file = join(folder, 'providers.json');
    writeFileSync(file, JSON.stringify(provider.providerFile));
    options = {
      nginx,
      program: ensureCompiled(),
      environment: {
        ...TEST_ENVIRONMENT,
        ...INSECURE,
        DOMI_CONFIG: file,
        DOMI_LIMITS: 'off',
        DOMI_TRUSTED_PROXIES: '127.0.0.1',
        // Time for the endpoint controller to see /readyz and for nginx to reload, on a busy machine too.
        DOMI_DRAIN_DELAY: '4',
      },
    };
  });
  beforeEach(() => {
    held = [];
    provider.received.length = 0;
    provider.answer = (_request, response) => held.push(() => answerTokens(response));
  });
  afterEach(async () => {
    await replicas?.stop();
    replicas = undefined;
  });
  after(async () => {
    await provider?.stop();
    if (folder) rmSync(folder, { recursive: true });
  });

  async function begin(site?: ReplicaOptions['site']): Promise<Replicas> {
    replicas = await startReplicas({ ...options, ...(site && { site }) });
    return replicas;
  }

  const nextToken = (): string => {
    tokens += 1;
    return `RT-lifecycle-${tokens}`;
  };

  const refresh = (url: string, token: string): Promise<Answer> =>
    send(`${url}/dominoZoomRefresh`, { headers: { authorization: `Bearer ${token}` } });

  /** How often the provider saw each refresh token. */
  function countPresented(): Map<string, number> {
    const counts = new Map<string, number>();
    for (const { body } of provider.received) {
      const token = body.get('refresh_token');
      if (token !== null) counts.set(token, (counts.get(token) ?? 0) + 1);
    }
    return counts;
  }

  /** From the landing page to the refresh token. */
  async function signIn(url: string): Promise<Answer> {
    const jar = new CookieJar();
    const get = (path: string): Promise<Answer> => jar.get(url + path);
    const state = (await start(get, 'dominoZoom')).searchParams.get('state') ?? '';
    const back = await get(`/zoomCallback?${new URLSearchParams({ code: 'C', state })}`);
    expect(back.status).to.equal(303);
    return get('/dominoZoom/token.html');
  }

  it('I3 both restarted under load: no request fails, and the provider sees each token exactly once', async () => {
    provider.answer = async (_request, response, body) => {
      await delay(100);
      // A new refresh token each time, as services with single-use tokens give one.
      answerTokens(response, { refresh_token: `next-of-${body.get('refresh_token') ?? body.get('code')}` });
    };
    const { url, restart, running } = await begin();
    const before = running.map(({ process }) => process.pid);

    let isLoading = true;
    const statuses: Record<string, number> = {};
    const sent: string[] = [];
    let signIns = 0;
    const count = (status: number | string): void => {
      statuses[status] = (statuses[status] ?? 0) + 1;
    };
    const notes = Array.from({ length: 8 }, async () => {
      while (isLoading) {
        const token = nextToken();
        sent.push(token);
        count(
          await refresh(url, token).then(
            ({ status }) => status,
            (error: Error) => error.message,
          ),
        );
      }
    });
    const person = (async () => {
      while (isLoading) {
        signIns += 1;
        count(
          await signIn(url).then(
            ({ status }) => status,
            (error: Error) => error.message,
          ),
        );
      }
    })();

    const ends = [await restart(0), await restart(1)];
    // The successors serve for a while, too.
    const target = sent.length + 50;
    await waitFor(() => (sent.length > target ? true : undefined));
    isLoading = false;
    await Promise.all([...notes, person]);

    expect(ends.map(({ code }) => code)).to.deep.equal([0, 0]);
    expect(running.map(({ process }) => process.pid)).to.not.include.members(before);
    expect(statuses).to.deep.equal({ 200: sent.length + signIns });
    const presented = countPresented();
    expect([...presented.keys()].sort()).to.deep.equal([...sent].sort());
    expect([...presented.values()].every((times) => times === 1)).to.equal(true);
    expect(provider.received.filter(({ body }) => body.has('code'))).to.have.lengthOf(signIns);
    expect(sent.length, 'refreshes, for the test to mean something').to.be.above(100);
  });

  it('I1 one told to leave with 20 refreshes in hand: all are answered, new ones go to the other', async () => {
    const { url, running } = await begin();
    const pending = Array.from({ length: 20 }, () => refresh(url, nextToken()));
    await waitFor(() => (held.length === 20 ? true : undefined));
    running[0]?.process.kill('SIGTERM');
    // The service accepts nothing more; what it has stays with it for as long as the provider takes.
    await waitFor(
      async () => (await send(`${running[0]?.web}/diag`).catch(() => true)) === true || undefined,
    );
    expect(running[0]?.process.exitCode).to.equal(null);
    const late = Array.from({ length: 5 }, () => refresh(url, nextToken()));
    await waitFor(() => (held.length === 25 ? true : undefined));
    for (const answer of held) answer();
    const answers = await Promise.all([...pending, ...late]);
    expect(answers.map(({ status }) => status)).to.deep.equal(Array.from({ length: 25 }, () => 200));
    expect((await running[0]?.exited)?.code).to.equal(0);
    expect(provider.received).to.have.lengthOf(25);
  });

  async function killWhileRefreshing(site: ReplicaOptions['site']): Promise<Answer> {
    const { url, running } = await begin(site);
    const answer = refresh(url, nextToken());
    await waitFor(() => (held.length === 1 ? true : undefined));
    const busy = await findBusy(running);
    busy.process.kill('SIGKILL');
    await busy.exited;
    // Where it was sent again, the other replica waits for the provider now.
    await Promise.race([answer, waitFor(() => (held.length === 2 ? true : undefined))]);
    for (const give of held) give();
    return answer;
  }

  it('F12 I4 one killed in the middle of a refresh: the token is not sent again, and Notes can read why', async () => {
    const { status, headers, body } = await killWhileRefreshing(undefined);
    expect([...countPresented().values()]).to.deep.equal([1]);
    expect(status).to.equal(502);
    expect(headers['content-type']).to.match(/^application\/json/);
    expect(JSON.parse(body)).to.include({ error: 'server_error', action: 'retry', retryable: true });
  });

  it('the same without proxy_next_upstream off: the token is sent twice, which is why it is documented', async () => {
    await killWhileRefreshing((...given) =>
      buildDocumentedSite(...given).replace('proxy_next_upstream off;', ''),
    );
    expect([...countPresented().values()]).to.deep.equal([2]);
  });

  it('F12 one token asked for by many at once: one replica has them all, and the provider is asked once', async () => {
    const { url } = await begin();
    const token = nextToken();
    const pending = Array.from({ length: 10 }, () => refresh(url, token));
    await waitFor(() => (held.length > 0 ? true : undefined));
    held[0]?.();
    const answers = await Promise.all(pending);
    expect(new Set(answers.map(({ status }) => status))).to.deep.equal(new Set([200]));
    expect(provider.received).to.have.lengthOf(1);
  });

  it('tokens of 8 KB: pass', async () => {
    const { url } = await begin();
    provider.answer = (_request, response) => answerTokens(response);
    expect((await refresh(url, `${nextToken()}${'x'.repeat(8192)}`)).status).to.equal(200);
  });
});

async function findBusy(running: Replicas['running']): Promise<Replicas['running'][number]> {
  for (const one of running) {
    const { body } = await send(`${one.management}/metrics`);
    if (/^domi_requests_in_flight 1$/m.test(body)) return one;
  }
  throw new Error('no replica has a request in flight');
}
