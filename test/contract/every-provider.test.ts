import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { loadConfig } from '../../src/config/load-config.ts';
import { listHints } from '../../src/oauth/revocation.ts';
import { BUILT_IN_RECORDS } from '../../src/providers/built-in-records.ts';
import { createTestService, TEST_ENVIRONMENT, type TestService } from '../helpers/create-test-service.ts';
import { type Answer, send } from '../helpers/http.ts';
import { BUILT_IN_CREDENTIALS } from '../helpers/providers.ts';
import { readRefreshAnswer } from '../helpers/read-refresh-answer.ts';
import { comeBack, scriptTokenAnswer, start } from '../helpers/sign-in.ts';

const PUBLIC_URL = 'https://domi.example.com';

/** Milliseconds between an answer and the look at it, on a busy machine. */
const CLOCK_MS = 30_000;

const ENVIRONMENT = { ...TEST_ENVIRONMENT, ...BUILT_IN_CREDENTIALS };
const providers = loadConfig(ENVIRONMENT).directory.tenants.flatMap((tenant) => tenant.providers);

/** What the original used, read in its source (facts about DOMI 1.x): none of it may change. */
const ORIGINAL: Record<string, { path: string; callback: string; authorize: string; token: string }> = {
  zoom: {
    path: 'dominoZoom',
    callback: 'zoomCallback',
    authorize: 'https://zoom.us/oauth/authorize',
    token: 'https://zoom.us/oauth/token',
  },
  teams: {
    path: 'dominoTeams',
    callback: 'teamsCallback',
    authorize: 'https://login.microsoftonline.com/organizations/oauth2/v2.0/authorize',
    token: 'https://login.microsoftonline.com/organizations/oauth2/v2.0/token',
  },
  webex: {
    path: 'dominoWebex',
    callback: 'webexCallback',
    authorize: 'https://webexapis.com/v1/authorize',
    token: 'https://webexapis.com/v1/access_token',
  },
  gotomeeting: {
    path: 'dominoGTM',
    callback: 'gtmCallback',
    authorize: 'https://authentication.logmeininc.com/oauth/authorize',
    token: 'https://authentication.logmeininc.com/oauth/token',
  },
};

describe('the contract that every provider keeps', () => {
  let service: TestService;

  before(async () => {
    service = await createTestService({ environment: ENVIRONMENT });
  });
  after(() => service.stop());

  it('covers every built-in record, the four services of DOMI 1.x first', () => {
    const ids = providers.map(({ id }) => id);
    expect(ids).to.deep.equal(Object.keys(BUILT_IN_RECORDS));
    expect(ids.slice(0, 4)).to.deep.equal(Object.keys(ORIGINAL));
  });

  for (const provider of providers) {
    describe(provider.id, () => {
      const original = ORIGINAL[provider.id];
      if (original) {
        it('keeps the addresses of the original', () => {
          expect(provider).to.include({
            path: original.path,
            callback: original.callback,
            authorizationEndpoint: original.authorize,
            tokenEndpoint: original.token,
          });
        });
      }

      it('starts: 302 with all parameters of RFC 6749 and 7636, and one sealed cookie', async () => {
        const answer = await service.get(`/${provider.path}/index.html?login_hint=anna%40example.com`);
        expect(answer.status).to.equal(302);
        expect(answer.body).to.equal('');
        const location = new URL(answer.headers.location ?? '');
        expect(location.origin + location.pathname).to.equal(provider.authorizationEndpoint);
        const query = Object.fromEntries(location.searchParams);
        expect(query).to.include({
          response_type: 'code',
          client_id: provider.clientId,
          redirect_uri: `${PUBLIC_URL}/${provider.callback}`,
          ...(provider.scopes.length > 0 && { scope: provider.scopes.join(provider.scopeSeparator) }),
          ...provider.authorizationParams,
          code_challenge_method: 'S256',
          login_hint: 'anna@example.com',
        });
        expect(query['state']).to.match(/^[A-Za-z0-9_-]{43}$/);
        expect(query['code_challenge']).to.match(/^[A-Za-z0-9_-]{43}$/);
        expect(answer.headers['set-cookie']).to.have.length(1);
        expect(answer.headers['set-cookie']?.[0]).to.match(
          /^__Host-domi-[\w-]{11}=v1\.first\.[\w-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
        );
      });

      it('ends a sign-in on the token page: code, verifier and redirect URI reach the token endpoint', async () => {
        const browser = service.browse();
        const location = await start(browser.get, provider.path);
        const state = location.searchParams.get('state') ?? '';

        const callback = await comeBack(browser.get, provider.callback, { code: 'the-code', state });
        expect(callback.status).to.equal(303);
        expect(callback.headers.location).to.equal(`/${provider.path}/token.html`);
        expect(callback.body).to.equal('');

        const script = scriptTokenAnswer(provider.tokenEndpoint, {
          body: { access_token: 'AT-1', refresh_token: 'RT-1', token_type: 'Bearer', expires_in: 3600 },
        });
        const page = await browser.get(`/${provider.path}/token.html`);
        expect(page.status).to.equal(200);
        expect(page.body).to.include('>RT-1<').and.not.include('AT-1');
        expect(page.body).to.include(`<title>${provider.label} for HCL Notes Setup</title>`);
        expect(page.headers['cache-control']).to.equal('no-store');

        const { body } = script.asked();
        expect(Object.fromEntries(body)).to.include({
          grant_type: 'authorization_code',
          code: 'the-code',
          redirect_uri: `${PUBLIC_URL}/${provider.callback}`,
        });
        const challenge = createHash('sha256')
          .update(body.get('code_verifier') ?? '')
          .digest('base64url');
        expect(challenge).to.equal(location.searchParams.get('code_challenge'));
        expect(browser.jar.cookies.size).to.equal(0);
      });

      it('authenticates in exactly one way', async () => {
        const [credential] = provider.clientCredentials;
        const secret = credential?.kind === 'secret' ? credential.secret : undefined;
        const script = scriptTokenAnswer(provider.tokenEndpoint, { body: { access_token: 'AT' } });
        await service.get(`/${provider.path}Refresh`, { authorization: 'Bearer RT' });
        const { body, authorization } = script.asked();
        const basic = `Basic ${Buffer.from(`${provider.clientId}:${secret}`).toString('base64')}`;
        if (provider.tokenEndpointAuthMethod === 'client_secret_basic') {
          expect(authorization).to.equal(basic);
          expect([...body.keys()]).to.not.include.members(['client_id', 'client_secret']);
        } else {
          expect(authorization).to.equal(undefined);
          expect(body.get('client_id')).to.equal(provider.clientId);
          expect(body.get('client_secret')).to.equal(secret);
        }
      });

      it('refreshes: flat JSON with both tokens', async () => {
        const script = scriptTokenAnswer(provider.refreshEndpoint ?? provider.tokenEndpoint, {
          body: {
            access_token: 'AT-2',
            refresh_token: 'RT-2',
            token_type: 'bearer',
            expires_in: 3599,
            scope: 'a b',
          },
        });
        const answer = await service.get(`/${provider.path}Refresh`, {
          authorization: 'Bearer RT-1',
          'content-type': 'application/json',
        });
        expect(answer.status).to.equal(200);
        expect(answer.headers['content-type']).to.equal('application/json; charset=utf-8');
        expect(answer.headers['cache-control']).to.equal('no-store');
        expect(answer.headers['set-cookie']).to.equal(undefined);
        const { hints, tokens } = readRefreshAnswer(answer);
        expect(tokens).to.deep.equal({
          access_token: 'AT-2',
          refresh_token: 'RT-2',
          token_type: 'bearer',
          expires_in: 3599,
          scope: 'a b',
        });
        expect(hints.expires_at).to.be.closeTo(Date.now() + 3_599_000, CLOCK_MS);
        const idleMs = (provider.idleDays ?? Number.NaN) * 86_400_000;
        for (const moment of [hints.refresh_expires_at, hints.refresh_before]) {
          if (provider.idleDays === undefined) expect(moment).to.equal(undefined);
          else expect(moment).to.be.closeTo(Date.now() + idleMs, CLOCK_MS);
        }
        expect(Object.fromEntries(script.asked().body)).to.include({
          grant_type: 'refresh_token',
          refresh_token: 'RT-1',
        });
      });

      it('echoes the presented refresh token and defaults token_type when the provider sends neither', async () => {
        scriptTokenAnswer(provider.refreshEndpoint ?? provider.tokenEndpoint, {
          body: { access_token: 'AT-3', expires_in: '3600', id_token: 'x', secret_internal: 'y', nested: {} },
        });
        const answer = await service.get(`//${provider.path}Refresh`, { authorization: 'Bearer RT-kept' });
        expect(answer.status).to.equal(200);
        expect(readRefreshAnswer(answer).tokens).to.deep.equal({
          access_token: 'AT-3',
          refresh_token: 'RT-kept',
          token_type: 'Bearer',
          expires_in: 3600,
        });
      });

      it('tells a dead token apart: 400 invalid_grant, reauthorize', async () => {
        scriptTokenAnswer(provider.refreshEndpoint ?? provider.tokenEndpoint, {
          status: 400,
          body: { error: 'invalid_grant', error_description: 'dead\r\nTrace: 1' },
        });
        const answer = await service.get(`/${provider.path}Refresh`, { authorization: 'Bearer RT' });
        expect(answer.status).to.equal(400);
        expect(answer.statusMessage).to.equal('Bad Request');
        expect(JSON.parse(answer.body)).to.include({
          error: 'invalid_grant',
          action: 'reauthorize',
          action_url: `${PUBLIC_URL}/${provider.path}/index.html`,
          retryable: false,
        });
      });

      it('revokes with exactly 200, or says with 400 where to do it by hand', async () => {
        // Notes says nothing about the token that it presents; a new client does.
        const isByRefreshToken = provider.revocationEnds === 'access_token';
        if (provider.revocation === 'none' || isByRefreshToken) {
          const answer = await service.get(`/${provider.path}Revoke`, { authorization: 'Bearer AT' });
          expect(answer.status).to.equal(400);
          const { error, manage_url } = JSON.parse(answer.body);
          expect({ error, manage_url }).to.deep.equal({
            error: 'unsupported_token_type',
            manage_url: provider.manageUrl,
          });
        }
        if (provider.revocation === 'none') return;
        const hint = isByRefreshToken ? '?token_type_hint=refresh_token' : '';
        const revoke = (): Promise<Answer> =>
          service.get(`/${provider.path}Revoke${hint}`, { authorization: 'Bearer T' });
        const endpoint = provider.revocationEndpoint ?? '';
        const script = scriptTokenAnswer(endpoint, { body: { status: 'success' } });
        const answer = await revoke();
        expect(answer.status).to.equal(200);
        expect(JSON.parse(answer.body)).to.deep.equal({ revoked: true });
        const { body, query } = script.asked();
        expect((provider.revocation === 'query' ? query : body).get('token')).to.equal('T');

        const unknown = { status: 400, body: { error: 'invalid_token' } };
        // Once for each kind of token that it could be.
        for (const _kind of listHints(provider, isByRefreshToken ? 'refresh_token' : undefined))
          scriptTokenAnswer(endpoint, unknown);
        const again = await revoke();
        expect(again.status).to.equal(200);
        expect(JSON.parse(again.body)).to.deep.equal({ revoked: true });
      });

      it('spends nothing on HEAD or another method', async () => {
        for (const path of ['/index.html', '/token.html', 'Refresh', 'Revoke']) {
          const { url } = service;
          const isForPrograms = path.startsWith('Re');
          for (const method of ['HEAD', 'OPTIONS', 'DELETE', ...(isForPrograms ? [] : ['POST'])]) {
            const answer = await send(`${url}/${provider.path}${path}`, {
              method,
              headers: { authorization: 'Bearer RT' },
            });
            expect(answer.status, `${method} ${path}`).to.equal(405);
            expect(answer.headers.allow).to.equal(isForPrograms ? 'GET, POST' : 'GET');
          }
        }
      });
    });
  }
});
