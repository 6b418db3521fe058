import { once } from 'node:events';
import http from 'node:http';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { divideDescriptors } from '../../src/http/divide-descriptors.ts';
import { findFreePort } from '../../src/sandbox/free-port.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { readExposition } from '../helpers/exposition.ts';
import { type Answer, send } from '../helpers/http.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';
import { comeBack, start } from '../helpers/sign-in.ts';
import { until } from '../helpers/until.ts';
import { createRemoval, signDelivery } from '../helpers/zoom-webhooks.ts';

export interface BusyService {
  readonly service: TestService;
  /** Everything happens once: sign-in, refresh, revocation, pages, faults of the provider, and each refusal of ours. */
  work(): Promise<void>;
  /** What Prometheus would read now. */
  scrape(): Promise<string>;
  stop(): Promise<void>;
}

/** So few that a test can take all of them. */
const FEW_DESCRIPTORS = 160;

/** A service in which every metric has a value: a scripted provider, secrets with a date, and a store that is away. */
export async function startBusyService(): Promise<BusyService> {
  const provider = await createScriptedProvider();
  // Seen by the standing probe, which asks each service once, before anything else happens.
  provider.answer = refuseClient;
  const service = await createTestService({
    environment: {
      ...INSECURE,
      DOMI_STORE_URL: `redis://127.0.0.1:${await findFreePort()}`,
      DOMI_LIMIT_PROVIDER: 'inFlight=2',
      DOMI_METRICS_TENANTS: '5',
      NEW_SECRET: 'new-secret',
      ZOOM_WEBHOOK_SECRET: 'zoom-secret-token',
    },
    providerFile: withTwoSecrets(provider),
    probeTimes: { settle: 0, spread: 0, pace: 5, recheck: 3_600_000 },
    descriptorLimit: FEW_DESCRIPTORS,
    // The circuit opens at the first failure and stays so.
    gatewayLimits: { failures: 1, openMs: 3_600_000 },
  }).catch(async (error) => {
    await provider.stop();
    throw error;
  });

  let used = 0;
  const nextToken = (): string => {
    used += 1;
    return `token-${used}`;
  };
  const refresh = (path: string, token: string): Promise<Answer> =>
    service.get(`/domino${path}Refresh`, { authorization: `Bearer ${token}` });
  const scrape = async (): Promise<string> => (await send(`${service.managementUrl}/metrics`)).body;

  /** Does something until the number of events has grown: what a client notices may come before it is counted. */
  async function untilCounted(metric: string, act: () => Promise<unknown>): Promise<void> {
    const before = readNumber(await scrape(), metric);
    await act();
    await until(async () => readNumber(await scrape(), metric) > before);
  }

  async function signIn(): Promise<void> {
    provider.answer = (_request, response) => answerTokens(response);
    const browser = service.browse();
    const state = (await start(browser.get, 'dominoZoom')).searchParams.get('state') ?? '';
    await comeBack(browser.get, 'zoomCallback', { code: 'code', state });
    expect((await browser.get('/dominoZoom/token.html')).status).to.equal(200);
    for (const path of ['/', '/diag', '/nothing', '/zoomCallback']) await service.get(path);
  }

  async function refreshAndRevoke(): Promise<void> {
    provider.answer = (_request, response) => answerTokens(response, { refresh_token: nextToken() });
    const token = nextToken();
    expect((await refresh('Zoom', token)).status).to.equal(200);
    await untilCounted('domi_refresh_replayed_total', () => refresh('Zoom', token));
    const revoked = await service.get('/dominoZoomRevoke', { authorization: 'Bearer access' });
    expect(revoked.status).to.equal(200);
  }

  /** Two requests with one token share a call; a third is one too many; a client hangs up. */
  async function waitTogether(): Promise<void> {
    const held: http.ServerResponse[] = [];
    provider.answer = (_request, response) => void held.push(response);
    const letGo = (): void => {
      for (const response of held.splice(0)) answerTokens(response, { refresh_token: nextToken() });
    };
    const token = nextToken();
    const twins: Promise<Answer>[] = [];
    await untilCounted('domi_refresh_coalesced_total', async () => {
      twins.push(refresh('Zoom', token), refresh('Zoom', token));
    });
    expect((await refresh('Zoom', nextToken())).status).to.equal(429);
    letGo();
    expect((await Promise.all(twins)).map(({ status }) => status)).to.deep.equal([200, 200]);

    // Nothing shows when the service has noticed that the client is gone; on a slow machine the answer may be sooner.
    const counted = async (): Promise<number> => readNumber(await scrape(), 'domi_refresh_unclaimed_total');
    for (const before = await counted(); (await counted()) === before; ) await hangUp(held, letGo);
  }

  async function hangUp(held: readonly unknown[], letGo: () => void): Promise<void> {
    const headers = { authorization: `Bearer ${nextToken()}` };
    const client = http.get(`${service.url}/dominoZoomRefresh`, { headers });
    client.on('error', () => {});
    await until(() => held.length > 0);
    client.destroy();
    await delay(100);
    letGo();
    await delay(50);
  }

  async function meetFaults(): Promise<void> {
    const answers: readonly (readonly [path: string, status: number, body: string])[] = [
      ['Webex', 400, '{"error":"invalid_grant"}'],
      ['Webex', 401, '{"error":"invalid_client"}'],
      ['Teams', 500, ''],
    ];
    for (const [path, status, body] of answers) {
      provider.answer = (_request, response) => {
        response.statusCode = status;
        response.end(body);
      };
      const token = nextToken();
      expect((await refresh(path, token)).status).to.be.oneOf([400, 502, 503]);
      if (body.includes('invalid_grant')) {
        await untilCounted('domi_refresh_known_dead_total', () => refresh(path, token));
      }
    }
  }

  /** The new secret is refused, the old one still serves. */
  async function changeSecrets(): Promise<void> {
    provider.answer = (request, response, body) => {
      const sent = `${request.headers.authorization ?? ''} ${body.get('client_secret')}`;
      if (sent.includes('new-secret')) {
        response.statusCode = 401;
        response.end('{"error":"invalid_client"}');
      } else answerTokens(response);
    };
    expect((await refresh('Webex', nextToken())).status).to.equal(200);
  }

  const untilProbed = (): Promise<void> =>
    until(async () => readNumber(await scrape(), 'domi_client_credential_probes_total') === 4);

  /** A removal, which is taken once. */
  async function deliver(): Promise<void> {
    const { body, headers } = signDelivery(createRemoval(), 'zoom-secret-token');
    const options = { method: 'POST', body, headers: { host: 'domi.example.com', ...headers } };
    expect((await send(`${service.url}/zoomWebhook`, options)).status).to.equal(200);
    expect((await send(`${service.url}/zoomWebhook`, options)).status).to.equal(403);
  }

  /** Node's parser refuses it before there is a request. */
  async function sendNonsense(): Promise<void> {
    await untilCounted('domi_unparsed_requests_total', async () => {
      const socket = connect(Number(new URL(service.url).port), '127.0.0.1').on('error', () => {});
      socket.end('NONSENSE\r\n\r\n').resume();
      await once(socket, 'close');
    });
  }

  /** More connections than the port accepts. */
  async function takeEveryConnection(): Promise<void> {
    const sockets = Array.from({ length: divideDescriptors(FEW_DESCRIPTORS, 'http').web + 10 }, () =>
      connect(Number(new URL(service.url).port), '127.0.0.1').on('error', () => {}),
    );
    await until(async () => readNumber(await scrape(), 'domi_connections_failed_total') > 0);
    for (const socket of sockets) socket.destroy();
  }

  return {
    service,
    async work() {
      await untilProbed();
      await deliver();
      await signIn();
      await refreshAndRevoke();
      await waitTogether();
      await meetFaults();
      await changeSecrets();
      await sendNonsense();
      await takeEveryConnection();
      // Garbage enough that it is collected, which is counted when it is over.
      while (readNumber(await scrape(), 'nodejs_gc_duration_seconds_count') === 0) {
        new Array(1_000_000).fill(0);
      }
    },
    scrape,
    async stop() {
      await service.stop();
      await provider.stop();
    },
  };
}

function refuseClient(_request: http.IncomingMessage, response: http.ServerResponse): void {
  response.statusCode = 401;
  response.end('{"error":"invalid_client"}');
}

/** Webex has a client secret that is being replaced. */
function withTwoSecrets({ providerFile: { providers } }: ScriptedProvider): object {
  const clientSecret = [
    { env: 'NEW_SECRET', expiresAt: '2099-01-01' },
    { env: 'WEBEX_CLIENT_SECRET', expiresAt: '2098-01-01' },
  ];
  return { providers: { ...providers, webex: { ...providers['webex'], clientSecret } } };
}

/** Sum over all series. */
function readNumber(exposition: string, metric: string): number {
  if (!readExposition(exposition).has(metric)) return 0;
  const lines = exposition.split('\n').filter((line) => new RegExp(`^${metric}[ {]`).test(line));
  return lines.reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);
}
