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
import { comeBack, start } from '../helpers/sign-in.ts';

/** What fields of a record do on the wire, for a service of which the program knows nothing. */
describe('a provider made by data alone', () => {
  let provider: ScriptedProvider;
  let service: TestService | undefined;

  beforeEach(async () => {
    provider = await createScriptedProvider();
  });
  afterEach(async () => {
    await service?.stop();
    await provider.stop();
  });

  async function offer(record: object, tenant?: object): Promise<TestService> {
    const meet = {
      path: 'meet',
      callback: 'meetCallback',
      authorizationEndpoint: `${provider.url}/{cloud}/authorize`,
      tokenEndpoint: `${provider.url}/{cloud}/token`,
      variables: { cloud: 'eu' },
      clientId: { value: 'id' },
      clientSecret: [{ env: 'MEET_NEW' }, { env: 'MEET_OLD' }],
      ...record,
    };
    const tenants = { acme: { publicUrl: 'https://domi.example.com/acme', providers: { meet: tenant } } };
    service = await createTestService({
      environment: { ...INSECURE, MEET_NEW: 'new+secret', MEET_OLD: 'old secret' },
      providerFile: { providers: { meet }, ...(tenant && { tenants }) },
    });
    return service;
  }

  async function signIn(query: Record<string, string> = {}): Promise<Answer> {
    const browser = service?.browse();
    if (browser === undefined) throw new Error('no service');
    const state = (await start(browser.get, 'meet')).searchParams.get('state') ?? '';
    const callback = await comeBack(browser.get, 'meetCallback', { code: 'C', state, ...query });
    return callback.status === 303 ? browser.get(callback.headers.location ?? '') : callback;
  }

  it('A8 with a promised iss, when the callback has none or another, calls nobody', async () => {
    const issuer = 'https://meet.example.com';
    await offer({ issuer, authorizationResponseIssParameterSupported: true });
    provider.answer = (_request, response) => answerTokens(response);
    for (const query of [{}, { iss: 'https://evil.example.com' }]) {
      expect((await signIn(query)).status).to.equal(400);
    }
    expect(provider.received).to.deep.equal([]);
    expect((await signIn({ iss: issuer })).status).to.equal(200);
    expect(provider.received).to.have.length(1);
  });

  it('with required scopes, when one of two names is granted, is content, else names both', async () => {
    await offer({ requiredScopes: [['meeting:write', 'meeting:write:meeting'], 'user.read'] });
    provider.answer = (_request, response) =>
      answerTokens(response, { scope: 'meeting:write:meeting https://api.example.com/User.Read extra' });
    expect((await signIn()).status).to.equal(200);
    provider.answer = (_request, response) =>
      answerTokens(response, { scope: 'user.read', refresh_token: 'RT-CANARY' });
    const page = await signIn();
    expect(page.status).to.equal(403);
    expect(page.body).to.include('meeting:write / meeting:write:meeting').and.not.include('CANARY');
  });

  it('H3 with two secrets, when the first is refused, is asked again with the second and the same token', async () => {
    const { get } = await offer({ basicCredentialsEncoding: 'none' });
    provider.answer = (request, response) =>
      request.headers.authorization === `Basic ${Buffer.from('id:old secret').toString('base64')}`
        ? answerTokens(response)
        : void response.writeHead(401).end('{"error":"invalid_client"}');
    const answer = await get('/meetRefresh', { authorization: 'Bearer RT-1' });
    expect(answer.status).to.equal(200);
    expect(provider.received.map(({ body }) => body.get('refresh_token'))).to.deep.equal(['RT-1', 'RT-1']);
    const sent = provider.received.map(({ headers }) =>
      Buffer.from((headers.authorization ?? '').slice(6), 'base64').toString(),
    );
    expect(sent).to.deep.equal(['id:new+secret', 'id:old secret']);
  });

  it('with variables of a tenant, when it refreshes, goes where they lead', async () => {
    const { get } = await offer(
      { refreshEndpoint: `${provider.url}/{cloud}/refresh`, refreshParams: { audience: '{cloud}' } },
      { variables: { cloud: 'us' } },
    );
    provider.answer = (_request, response) => answerTokens(response);
    const headers = { host: 'domi.example.com', authorization: 'Bearer RT-2' };
    expect((await get('/acme/meetRefresh', headers)).status).to.equal(200);
    expect(provider.received.map(({ path, body }) => [path, body.get('audience')])).to.deep.equal([
      ['/us/refresh', 'us'],
    ]);
  });

  it('with answers that are nested, when it refreshes, finds the tokens there', async () => {
    const { get } = await offer({
      tokenResponse: {
        accessToken: '/data/token',
        refreshToken: '/data/renew',
        expiresIn: '/data/ttl',
        extra: ['site'],
      },
    });
    provider.answer = (_request, response) =>
      void response.end(
        JSON.stringify({ data: { token: 'AT', renew: 'RT', ttl: '60' }, site: 'x', other: 'y' }),
      );
    const answer = await get('/meetRefresh', { authorization: 'Bearer RT-3' });
    expect(readRefreshAnswer(answer).tokens).to.deep.equal({
      access_token: 'AT',
      refresh_token: 'RT',
      token_type: 'Bearer',
      expires_in: 60,
      site: 'x',
    });
  });
});
