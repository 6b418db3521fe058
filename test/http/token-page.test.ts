import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import type { Answer } from '../helpers/http.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';
import { comeBack, start } from '../helpers/sign-in.ts';

describe('token page', () => {
  let provider: ScriptedProvider;
  let service: TestService;

  beforeEach(async () => {
    provider = await createScriptedProvider();
    service = await createTestService({
      environment: INSECURE,
      providerFile: provider.providerFile,
      upstreamTimeouts: { request: 300 },
    });
  });
  afterEach(async () => {
    await service.stop();
    await provider.stop();
  });

  /** A sign-in up to the token page, and what the browser still keeps then. */
  async function finish(): Promise<{ page: Answer; cookies: number; again: Answer }> {
    const browser = service.browse();
    const location = await start(browser.get, 'dominoTeams');
    await comeBack(browser.get, 'teamsCallback', {
      code: 'C',
      state: location.searchParams.get('state') ?? '',
    });
    const page = await browser.get('/dominoTeams/token.html');
    const cookies = browser.jar.cookies.size;
    return { page, cookies, again: await browser.get('/dominoTeams/token.html') };
  }

  it('after a reload says that nothing is to be shown, offers a new start and begins none', async () => {
    const { page, cookies, again } = await finish();
    expect(page.status).to.equal(200);
    expect(cookies).to.equal(0);
    expect(again.status).to.equal(400);
    expect(again.headers.location ?? again.headers['set-cookie']).to.equal(undefined);
    expect(again.body).to.include('There is no token to show').and.not.include('id="refreshToken"');
    expect(again.body).to.include('href="https://domi.example.com/dominoTeams/index.html"');
    expect(provider.received).to.have.length(1);
  });

  const faults: [what: string, answer: ScriptedProvider['answer'], status: number, words: RegExp][] = [
    [
      'no refresh token came',
      (_request, response) => answerTokens(response, { refresh_token: undefined }),
      502,
      /issued no token for Notes/,
    ],
    [
      'a required scope is missing',
      (_request, response) => answerTokens(response, { scope: 'User.Read openid' }),
      403,
      /did not grant everything[\s\S]*<li><code>OnlineMeetings\.ReadWrite</,
    ],
    [
      'the code is dead',
      (_request, response) => void response.writeHead(400).end('{"error":"invalid_grant"}'),
      400,
      /no longer valid/,
    ],
    [
      'the app is refused',
      (_request, response) => void response.writeHead(401).end('{"error":"invalid_client"}'),
      502,
      /does not accept this site/,
    ],
    [
      'an administrator must consent',
      (_request, response) =>
        void response
          .writeHead(400)
          .end('{"error":"invalid_grant","error_description":"AADSTS65001: CANARY","error_codes":[65001]}'),
      403,
      /must approve this app first[\s\S]*login\.microsoftonline\.com\/organizations\/v2\.0\/adminconsent/,
    ],
    [
      'a policy forbids it',
      (_request, response) =>
        void response
          .writeHead(400)
          .end('{"error":"interaction_required","error_description":"AADSTS53003: CANARY"}'),
      403,
      /Your organization does not allow this sign-in/,
    ],
    ['there is no answer', () => undefined, 504, /is not responding properly/],
    [
      'the answer is HTML',
      (_request, response) => void response.end('<!DOCTYPE html><p>CANARY'),
      502,
      /is not responding properly/,
    ],
  ];
  for (const [what, answer, status, words] of faults) {
    it(`when ${what}, explains it, shows no token box and forgets the code`, async () => {
      provider.answer = answer;
      const { page, cookies, again } = await finish();
      expect(page.status).to.equal(status);
      expect(page.body).to.match(words).and.not.include('id="refreshToken"').and.not.include('CANARY');
      expect(page.body).to.include(String(page.headers['x-request-id']));
      expect(cookies).to.equal(0);
      expect(again.status).to.equal(400);
      expect(provider.received).to.have.length(1);
    });
  }

  it('K3 shows any token byte for byte as text', async () => {
    const token = '<img src=x onerror=alert(1)>"\'&amp;\u202e\u00e4 $& end';
    provider.answer = (_request, response) => answerTokens(response, { refresh_token: token });
    const { page } = await finish();
    const shown = /id="refreshToken"[^>]*>([^<]*)</.exec(page.body)?.[1] ?? '';
    const entities: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };
    expect(shown.replace(/&([^;]+);/g, (_, name: string) => entities[name] ?? '?')).to.equal(token);
  });

  it('logs neither code nor tokens, at the most talkative level', async () => {
    provider.answer = (_request, response) =>
      answerTokens(response, { access_token: 'ACCESS-CANARY', refresh_token: 'REFRESH-CANARY' });
    const browser = service.browse();
    const location = await start(browser.get, 'dominoTeams');
    const state = location.searchParams.get('state') ?? '';
    await comeBack(browser.get, 'teamsCallback', { code: 'CODE-CANARY', state });
    await browser.get('/dominoTeams/token.html');
    const text = service.logs.join('');
    expect(text).to.include('"route":"token-page"').and.include('"route":"callback"');
    expect(text).to.not.include('CANARY').and.not.include(state).and.not.include('teams-secret');
    expect(text).to.not.include('__Host-');
  });
});
