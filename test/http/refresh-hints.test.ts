import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import type { Answer } from '../helpers/http.ts';
import { readRefreshAnswer } from '../helpers/read-refresh-answer.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';

const START = Date.parse('2027-03-01T12:00:00.400Z');
const DAY_MS = 86_400_000;
/** What an answer says has no fractions. */
const SECONDS = Date.parse('2027-03-01T12:00:00Z');

describe('the hints of a refresh', () => {
  let provider: ScriptedProvider;
  let service: TestService | undefined;
  let now: Date;
  let count = 0;

  beforeEach(async () => {
    now = new Date(START);
    provider = await createScriptedProvider();
  });
  afterEach(async () => {
    await service?.stop();
    await provider.stop();
  });

  async function startWith(idleDays?: number): Promise<void> {
    const plain = {
      ...provider.providerFile.providers['zoom'],
      label: 'Plain',
      path: 'dominoPlain',
      callback: 'plainCallback',
      clientId: { env: 'ZOOM_CLIENT_ID' },
      clientSecret: { env: 'ZOOM_CLIENT_SECRET' },
      ...(idleDays !== undefined && { idleDays }),
    };
    service = await createTestService({
      environment: INSECURE,
      providerFile: { providers: { plain } },
      now: () => now,
    });
  }

  function refresh(token = `R${count++}`): Promise<Answer> {
    return (service as TestService).get('/dominoPlainRefresh', { authorization: `Bearer ${token}` });
  }

  /** The hints of an answer in milliseconds from now. */
  async function readHints(members: object): Promise<Record<string, number>> {
    provider.answer = (_request, response) => answerTokens(response, members);
    const answer = await refresh();
    expect(answer.status).to.equal(200);
    const { hints } = readRefreshAnswer(answer);
    return Object.fromEntries(Object.entries(hints).map(([name, moment]) => [name, moment - SECONDS]));
  }

  it('when nothing is known of an end: say nothing', async () => {
    await startWith();
    expect(await readHints({ expires_in: undefined })).to.deep.equal({});
  });

  it('when only the access token has an end: are one', async () => {
    await startWith();
    expect(await readHints({ expires_in: 3600 })).to.deep.equal({ expires_at: 3_600_000 });
    expect(await readHints({ expires_in: '60' })).to.deep.equal({ expires_at: 60_000 });
  });

  it('when the record knows the idle time: say until when to refresh', async () => {
    await startWith(90);
    expect(await readHints({ expires_in: 3600 })).to.deep.equal({
      expires_at: 3_600_000,
      refresh_expires_at: 90 * DAY_MS,
      refresh_before: 90 * DAY_MS,
    });
  });

  for (const name of ['refresh_token_expires_in', 'refresh_expires_in']) {
    it(`when the response has ${name}: take the end of the refresh token from it`, async () => {
      await startWith();
      for (const value of [7 * 86_400, String(7 * 86_400)]) {
        expect(await readHints({ expires_in: 3600, [name]: value })).to.deep.equal({
          expires_at: 3_600_000,
          refresh_expires_at: 7 * DAY_MS,
          refresh_before: 7 * DAY_MS,
        });
      }
    });

    it(`when ${name} and the idle time of the record differ: name the earlier one for the refresh`, async () => {
      await startWith(30);
      const later = await readHints({ [name]: 365 * 86_400 });
      expect(later).to.include({ refresh_expires_at: 365 * DAY_MS, refresh_before: 30 * DAY_MS });
      const earlier = await readHints({ [name]: 86_400 });
      expect(earlier).to.include({ refresh_expires_at: DAY_MS, refresh_before: DAY_MS });
    });

    it(`when ${name} is no lifetime: fall back to the record`, async () => {
      await startWith(30);
      for (const odd of [0, -1, null, [], {}, 'never', '2027-01-01', 1e300, true]) {
        expect(await readHints({ [name]: odd }), String(odd)).to.include({ refresh_expires_at: 30 * DAY_MS });
      }
    });
  }

  it('when a response is replayed: keep the moments, while the seconds that are left shrink', async () => {
    await startWith(90);
    provider.answer = (_request, response) => answerTokens(response, { expires_in: 3600 });
    const first = readRefreshAnswer(await refresh('R-again'));
    now = new Date(START + 40_000);
    const again = readRefreshAnswer(await refresh('R-again'));
    expect(provider.received).to.have.length(1);
    expect(again.hints).to.deep.equal(first.hints);
    expect([first.tokens['expires_in'], again.tokens['expires_in']]).to.deep.equal([3600, 3560]);
  });

  it('are strings of a flat object, which LotusScript passes over', async () => {
    await startWith(90);
    const answer = await refresh();
    for (const value of Object.values(JSON.parse(answer.body)))
      expect(typeof value).to.be.oneOf(['string', 'number']);
  });
});

describe('the address of an error that asks for a new sign-in', () => {
  let provider: ScriptedProvider;
  let service: TestService;

  before(async () => {
    provider = await createScriptedProvider();
    service = await createTestService({
      environment: INSECURE,
      providerFile: {
        ...provider.providerFile,
        tenants: {
          acme: { publicUrl: 'https://acme.example.com', providers: { zoom: {}, teams: {} } },
          globex: { publicUrl: 'https://domi.example.com/globex', providers: { zoom: {} } },
        },
      },
    });
    provider.answer = (_request, response) => void response.writeHead(400).end('{"error":"invalid_grant"}');
  });
  after(async () => {
    await service.stop();
    await provider.stop();
  });

  it('is the start page of that service of that tenant', async () => {
    for (const [host, path, start] of [
      ['acme.example.com', '/dominoZoomRefresh', 'https://acme.example.com/dominoZoom/index.html'],
      ['acme.example.com', '/dominoTeamsRefresh', 'https://acme.example.com/dominoTeams/index.html'],
      [
        'domi.example.com',
        '/globex/dominoZoomRefresh',
        'https://domi.example.com/globex/dominoZoom/index.html',
      ],
    ] as const) {
      const answer = await service.get(path, { host, authorization: `Bearer R-${host}` });
      expect(JSON.parse(answer.body)).to.include({ error: 'invalid_grant', action_url: start });
    }
  });

  it('is absent where a new sign-in would not help', async () => {
    const host = 'acme.example.com';
    const noToken = await service.get('/dominoZoomRefresh', { host });
    expect([noToken.status, JSON.parse(noToken.body).action_url]).to.deep.equal([401, undefined]);
    provider.answer = (_request, response) => void response.writeHead(503).end();
    const busy = await service.get('/dominoZoomRefresh', { host, authorization: 'Bearer R-busy' });
    expect([busy.status, JSON.parse(busy.body).action_url]).to.deep.equal([503, undefined]);
  });
});
