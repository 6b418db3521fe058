import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { type Answer, send } from '../helpers/http.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';

type RevocationFields = Readonly<Record<string, string>>;

/** A service that ends what it is asked to end, or says why not, as the test wants it. */
describe('a revocation', () => {
  let provider: ScriptedProvider;
  let service: TestService | undefined;

  beforeEach(async () => {
    provider = await createScriptedProvider();
  });
  afterEach(async () => {
    await service?.stop();
    await provider.stop();
  });

  async function startWith(fields: RevocationFields): Promise<void> {
    const zoom = { ...provider.providerFile.providers['zoom'], ...fields };
    service = await createTestService({ environment: INSECURE, providerFile: { providers: { zoom } } });
  }

  function revoke(token: string, query = '', headers: Record<string, string> = {}): Promise<Answer> {
    return (service as TestService).get(`/dominoZoomRevoke${query}`, {
      authorization: `Bearer ${token}`,
      ...headers,
    });
  }

  /** The service knows these tokens, under the hints that are listed for them. */
  function know(tokens: Readonly<Record<string, readonly string[]>>, error = 'invalid_token'): void {
    provider.answer = (request, response, body) => {
      if (!request.url?.includes('/revoke')) {
        answerTokens(response);
        return;
      }
      const hints = tokens[body.get('token') ?? ''] ?? [];
      const isKnown = hints.includes(body.get('token_type_hint') ?? 'none');
      if (isKnown) response.end();
      else response.writeHead(400).end(JSON.stringify({ error }));
    };
  }

  const listHints = (): (string | null)[] => provider.received.map(({ body }) => body.get('token_type_hint'));

  it('without a hint, as Notes asks: presents the token as an access token', async () => {
    await startWith({});
    know({ AT: ['access_token', 'refresh_token'] });
    const answer = await revoke('AT');
    expect([answer.status, JSON.parse(answer.body)]).to.deep.equal([200, { revoked: true }]);
    expect(listHints()).to.deep.equal(['access_token']);
  });

  for (const error of ['invalid_token', 'unsupported_token_type']) {
    it(`of a refresh token without a hint, at a service that says ${error} to the wrong one: tries both`, async () => {
      await startWith({});
      know({ RT: ['refresh_token'] }, error);
      expect((await revoke('RT')).status).to.equal(200);
      expect(listHints()).to.deep.equal(['access_token', 'refresh_token']);
    });
  }

  it('of a token that the service knows under no hint: counts as done', async () => {
    await startWith({});
    know({});
    const answer = await revoke('AT');
    expect([answer.status, JSON.parse(answer.body)]).to.deep.equal([200, { revoked: true }]);
    expect(listHints()).to.deep.equal(['access_token', 'refresh_token']);
  });

  it('whose client says which token it is: passes this on, and tries nothing else', async () => {
    await startWith({});
    know({});
    expect((await revoke('RT', '?token_type_hint=refresh_token')).status).to.equal(200);
    expect(listHints()).to.deep.equal(['refresh_token']);
  });

  for (const query of [
    '?token_type_hint=saml',
    '?token_type_hint=',
    '?token_type_hint=a&token_type_hint=b',
  ]) {
    it(`with ${query}: is one without a hint`, async () => {
      await startWith({});
      know({});
      expect((await revoke('AT', query)).status).to.equal(200);
      expect(listHints()[0]).to.equal('access_token');
    });
  }

  it('that the service does not support: says so, with the page where a user removes the app', async () => {
    await startWith({ manageUrl: 'https://apps.example.com/' });
    know({}, 'unsupported_token_type');
    const answer = await revoke('AT');
    expect(answer.status).to.equal(400);
    expect(JSON.parse(answer.body)).to.include({
      error: 'unsupported_token_type',
      action: 'contact_admin',
      retryable: false,
      manage_url: 'https://apps.example.com/',
    });
  });

  it('at a service that ends the access token alone: revokes nothing, and sends nothing', async () => {
    await startWith({ revocationEnds: 'access_token' });
    know({ AT: ['access_token'], RT: ['refresh_token'] });
    const answer = await revoke('AT');
    expect(answer.status).to.equal(400);
    expect(JSON.parse(answer.body)).to.include({ error: 'unsupported_token_type' });
    expect((await revoke('AT', '?token_type_hint=access_token')).status).to.equal(400);
    expect(provider.received).to.deep.equal([]);

    expect((await revoke('RT', '?token_type_hint=refresh_token')).status, 'a refresh token').to.equal(200);
    expect(listHints()).to.deep.equal(['refresh_token']);
  });

  it('that the service refuses or does not answer: is not done', async () => {
    await startWith({});
    for (const [status, body, expected] of [
      [503, '', 503],
      [500, '', 502],
      [401, '{"error":"invalid_client"}', 502],
      [429, '', 429],
      [200, '{"error":"temporarily_unavailable"}', 503],
    ] as const) {
      provider.answer = (_request, response) => void response.writeHead(status).end(body);
      const answer = await revoke(`AT-${status}-${body.length}`);
      expect(answer.status, `${status} ${body}`).to.equal(expected);
      expect(JSON.parse(answer.body).revoked).to.equal(undefined);
    }
  });

  it('without a usable token: sends nothing, and says what is missing rather than what the service lacks', async () => {
    await startWith({ revocation: 'none' });
    const answer = await (service as TestService).get('/dominoZoomRevoke');
    expect(answer.status).to.equal(401);
    expect(provider.received).to.deep.equal([]);
  });

  it('of the new access token: ends the replay of the response that held it', async () => {
    await startWith({});
    const refresh = (token: string): Promise<Answer> =>
      (service as TestService).get('/dominoZoomRefresh', { authorization: `Bearer ${token}` });
    expect((await refresh('R0')).status).to.equal(200);
    expect((await refresh('R0')).status, 'replay').to.equal(200);
    expect((await revoke('AT')).status).to.equal(200);
    expect((await refresh('R0')).status).to.equal(400);
    expect(provider.received.filter(({ path }) => path.endsWith('/token'))).to.have.length(1);
  });

  it('of a refresh token that is spent: ends the replay of the response to it', async () => {
    await startWith({});
    const refresh = (): Promise<Answer> =>
      (service as TestService).get('/dominoZoomRefresh', { authorization: 'Bearer R0' });
    expect((await refresh()).status).to.equal(200);
    expect((await refresh()).status, 'replay').to.equal(200);
    expect((await revoke('R0', '?token_type_hint=refresh_token')).status).to.equal(200);
    const dead = await refresh();
    expect(dead.status).to.equal(400);
    expect(JSON.parse(dead.body)).to.include({ error: 'invalid_grant', action: 'reauthorize' });
    expect(provider.received.filter(({ path }) => path.endsWith('/token'))).to.have.length(1);
  });

  it('that failed: leaves the replay as it was', async () => {
    await startWith({});
    const refresh = (): Promise<Answer> =>
      (service as TestService).get('/dominoZoomRefresh', { authorization: 'Bearer R0' });
    const first = await refresh();
    provider.answer = (_request, response) => void response.writeHead(503).end();
    expect((await revoke('AT')).status).to.equal(503);
    expect(JSON.parse((await refresh()).body).refresh_token).to.equal(JSON.parse(first.body).refresh_token);
  });
});

describe('POST beside GET', () => {
  let provider: ScriptedProvider;
  let service: TestService;

  before(async () => {
    provider = await createScriptedProvider();
    service = await createTestService({ environment: INSECURE, providerFile: provider.providerFile });
  });
  beforeEach(() => {
    provider.received.length = 0;
  });
  after(async () => {
    await service.stop();
    await provider.stop();
  });

  const post = (path: string, headers: Record<string, string>, body?: string): Promise<Answer> =>
    send(service.url + path, { method: 'POST', headers, ...(body !== undefined && { body }) });

  it('with the same header: refreshes and revokes', async () => {
    const refreshed = await post('/dominoZoomRefresh', { authorization: 'Bearer R1', 'content-length': '0' });
    expect(refreshed.status).to.equal(200);
    expect(JSON.parse(refreshed.body)).to.include({ access_token: 'AT', refresh_token: 'RT' });
    const revoked = await post('/dominoZoomRevoke', { authorization: 'Bearer AT', 'content-length': '0' });
    expect([revoked.status, JSON.parse(revoked.body)]).to.deep.equal([200, { revoked: true }]);
    expect(provider.received).to.have.length(2);
  });

  it('of the token that a GET has presented: is the same refresh', async () => {
    const [first, second] = await Promise.all([
      service.get('/dominoZoomRefresh', { authorization: 'Bearer R2' }),
      post('/dominoZoomRefresh', { authorization: 'Bearer R2', 'content-length': '0' }),
    ]);
    expect([first.status, second.status]).to.deep.equal([200, 200]);
    expect(provider.received).to.have.length(1);
  });

  it('with a body: is refused before anything is spent', async () => {
    for (const path of ['/dominoZoomRefresh', '/dominoZoomRevoke']) {
      for (const [body, type] of [
        ['token=R3', 'application/x-www-form-urlencoded'],
        ['{}', 'application/json'],
      ] as const) {
        const headers = { authorization: 'Bearer R3', 'content-type': type };
        const answer = await post(path, headers, body);
        expect(answer.status).to.equal(400);
        expect(JSON.parse(answer.body)).to.include({ error: 'invalid_request' });
        expect(JSON.parse(answer.body).error_description).to.include('no body');
      }
    }
    expect(provider.received).to.deep.equal([]);
  });

  it('from a page of another site: is refused, as GET is', async () => {
    for (const site of ['cross-site', 'same-site']) {
      const headers = { authorization: 'Bearer R4', 'sec-fetch-site': site, 'content-length': '0' };
      for (const path of ['/dominoZoomRefresh', '/dominoZoomRevoke'])
        expect((await post(path, headers)).status).to.equal(403);
    }
    expect(provider.received).to.deep.equal([]);
  });

  it('for pages: is not answered', async () => {
    for (const path of ['/', '/dominoZoom/index.html', '/dominoZoom/token.html', '/zoomCallback', '/diag']) {
      expect((await post(path, { 'content-length': '0' })).status, path).to.equal(405);
    }
  });

  it('HEAD and other methods on refresh and revoke: get 405 with both methods, and spend nothing', async () => {
    for (const path of ['/dominoZoomRefresh', '/dominoZoomRevoke']) {
      for (const method of ['HEAD', 'PUT', 'DELETE', 'OPTIONS', 'PATCH']) {
        const answer = await send(service.url + path, { method, headers: { authorization: 'Bearer R5' } });
        expect([answer.status, answer.headers.allow], `${method} ${path}`).to.deep.equal([405, 'GET, POST']);
      }
    }
    expect(provider.received).to.deep.equal([]);
  });
});
