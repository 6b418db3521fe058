import { setTimeout as elapse } from 'node:timers/promises';
import { expect } from 'chai';
import { createNotesClient } from '../../src/notes/notes-client.ts';
import { createMemoryProfileStore } from '../../src/notes/profile-store.ts';
import { findNotesService } from '../../src/sandbox/find-notes-service.ts';
import type { Answer } from '../helpers/http.ts';
import { openRaw } from '../helpers/raw-connection.ts';
import { readMetric } from '../helpers/read-metric.ts';
import { answerTokens } from '../helpers/scripted-provider.ts';
import { until } from '../helpers/until.ts';
import { atEntrances, type Entrance, HOST } from './entrances.ts';
import { FAULT_ROWS } from './fault-rows.ts';

/** Milliseconds that a provider has: a test cannot wait for the 25 s of operation, and a busy machine needs some. */
const REQUEST_TIMEOUT = 1000;

const FIRST_OF_EACH_ERROR = [...Map.groupBy(FAULT_ROWS, ({ error }) => error).values()].flatMap(([first]) =>
  first === undefined ? [] : [first],
);

/** Reads an answer as the LotusScript client does: flat, in ASCII, whatever its status. */
function readAsNotes({ body }: Answer): Record<string, unknown> {
  expect(body).to.match(/^\{[\x20-\x7e]*\}$/);
  const value = JSON.parse(body) as Record<string, unknown>;
  for (const member of Object.values(value)) expect(member).to.not.be.an('object').and.not.equal(null);
  return value;
}

describe('a provider that is broken or hostile', function () {
  this.timeout(60_000);
  let tokens = 0;
  const nextToken = (): string => {
    tokens += 1;
    return `RT-CANARY-${tokens}`;
  };
  const refresh = ({ get }: Entrance, token = nextToken()): Promise<Answer> =>
    get('/dominoZoomRefresh', { authorization: `Bearer ${token}`, 'content-type': 'application/json' });

  atEntrances(
    (name, at) => {
      for (const { title, act, status, error } of FAULT_ROWS) {
        it(`${title}: ${status} ${error}, ${name}`, async () => {
          at().provider.answer = act;
          const before = process.memoryUsage().rss;
          const startedAt = performance.now();
          const answer = await refresh(at());
          expect(answer.status).to.equal(status);
          expect(performance.now() - startedAt).to.be.below(5000);
          const body = readAsNotes(answer);
          expect(body).to.include({ error });
          expect(body).to.not.have.any.keys('access_token', 'refresh_token');
          expect(JSON.stringify([answer.headers, answer.body, answer.statusMessage])).to.not.include(
            'CANARY',
          );
          expect(at().service.logs.join('')).to.not.include('CANARY');
          expect(
            at().provider.received.map(({ path }) => path),
            'one call',
          ).to.deep.equal(['/zoom/token']);
          expect(process.memoryUsage().rss - before).to.be.below(150 * 1024 * 1024);
          await until(async () => (await readInFlight(at())) === 0);
        });
      }

      it(`E13 Notes reads each of these errors, and what is to be done, ${name}`, async () => {
        for (const { title, act, status, error } of FIRST_OF_EACH_ERROR) {
          at().provider.answer = act;
          const client = createNotesClient({
            rootUrl: at().url,
            service: findNotesService('zoom'),
            apiBase: at().url,
            profile: createMemoryProfileStore({ accessToken: 'AT-OLD', refreshToken: nextToken() }),
            now: () => new Date(),
            log: () => undefined,
          });
          const result = await client.validate();
          if (result.outcome !== 'failed') throw new Error(`${title}: Notes has taken tokens`);
          expect(result.failure, title).to.include({ status, error });
          expect(result.failure.action, title).to.be.oneOf(['retry', 'reauthorize', 'contact_admin']);
          expect(result.failure.request_id, title).to.match(/^[0-9A-Z]{10}$/);
        }
      });

      it(`F1 nobody listens: 502 at once, and the token is still good, ${name}`, async () => {
        const startedAt = performance.now();
        const answer = await at().get('/dominoTeamsRefresh', { authorization: `Bearer ${nextToken()}` });
        expect(answer.status).to.equal(502);
        expect(readAsNotes(answer)).to.include({ error: 'provider_unreachable', retryable: true });
        expect(performance.now() - startedAt).to.be.below(3000);
      });

      it(`F12 equal refreshes at once are one call, ${name}`, async () => {
        const held: (() => void)[] = [];
        at().provider.answer = (_request, response) => held.push(() => answerTokens(response));
        const token = nextToken();
        const answers = Array.from({ length: 5 }, () => refresh(at(), token));
        await until(async () => (await readInFlight(at())) === 5);
        for (const release of held) release();
        for (const answer of answers) expect((await answer).status).to.equal(200);
        expect(at().provider.received).to.have.length(1);
      });

      it(`F13 a client that leaves does not end its call, and gets the answer when it is back, ${name}`, async () => {
        const held: (() => void)[] = [];
        at().provider.answer = (_request, response) => held.push(() => answerTokens(response));
        const token = nextToken();
        const connection = openRaw(at().url);
        connection.write(
          `GET /dominoZoomRefresh HTTP/1.1\r\nHost: ${HOST}\r\nAuthorization: Bearer ${token}\r\n\r\n`,
        );
        await until(() => held.length === 1);
        connection.destroy();
        await elapse(100);
        held[0]?.();
        const again = await refresh(at(), token);
        expect(again.status).to.equal(200);
        expect(JSON.parse(again.body)).to.include({ access_token: 'AT', refresh_token: 'RT' });
        expect(at().provider.received).to.have.length(1);
      });
    },
    {
      upstreamTimeouts: { request: REQUEST_TIMEOUT },
      // Each row is about one answer, not about what follows from many.
      gatewayLimits: { failures: 10_000 },
      providerFile: ({ providerFile: { providers } }) => ({
        providers: {
          ...providers,
          teams: { ...providers['teams'], tokenEndpoint: 'http://127.0.0.1:1/token' },
        },
      }),
    },
  );
});

function readInFlight({ service }: Entrance): Promise<number> {
  return readMetric(service.managementUrl, 'domi_requests_in_flight');
}
