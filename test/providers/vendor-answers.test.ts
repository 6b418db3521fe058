import { expect } from 'chai';
import { loadConfig } from '../../src/config/load-config.ts';
import { BUILT_IN_RECORDS } from '../../src/providers/built-in-records.ts';
import { createTestService, TEST_ENVIRONMENT, type TestService } from '../helpers/create-test-service.ts';
import { BUILT_IN_CREDENTIALS } from '../helpers/providers.ts';
import { readRefreshAnswer } from '../helpers/read-refresh-answer.ts';
import { comeBack, scriptTokenAnswer, start } from '../helpers/sign-in.ts';
import { VENDOR_ANSWERS } from './vendor-answers.ts';

// Each step asks with the token that the one before it gave, so nothing is a replay.
const ENVIRONMENT = { ...TEST_ENVIRONMENT, ...BUILT_IN_CREDENTIALS };
const providers = loadConfig(ENVIRONMENT).directory.tenants.flatMap((tenant) => tenant.providers);

/** @returns days from now */
function toDays(moment: number | undefined): number | undefined {
  return moment === undefined ? undefined : Math.round((moment - Date.now()) / 86_400_000);
}

describe('every built-in record against answers like those of its vendor', () => {
  let service: TestService;

  before(async () => {
    service = await createTestService({ environment: ENVIRONMENT });
  });
  after(() => service.stop());

  it('has answers for every record', () => {
    expect(Object.keys(VENDOR_ANSWERS)).to.have.members(Object.keys(BUILT_IN_RECORDS));
  });

  for (const provider of providers) {
    const vendor = VENDOR_ANSWERS[provider.id];
    if (vendor === undefined) continue;

    const signIn = async (answer: object): Promise<{ status: number; body: string }> => {
      const browser = service.browse();
      const location = await start(browser.get, provider.path);
      const state = location.searchParams.get('state') ?? '';
      const callback = await comeBack(browser.get, provider.callback, {
        code: 'the-code',
        state,
        ...vendor.callback,
      });
      expect(callback.status, callback.body).to.equal(303);
      scriptTokenAnswer(provider.tokenEndpoint, { body: answer });
      return browser.get(callback.headers.location ?? '');
    };

    it(`${provider.id}, when somebody signs in, refreshes and revokes, does each as this vendor wants it`, async () => {
      const location = await start(service.browse().get, provider.path);
      const query = Object.fromEntries(location.searchParams);
      for (const name of ['state', 'code_challenge', 'code_challenge_method']) delete query[name];
      expect(query).to.deep.equal({
        ...vendor.authorize,
        response_type: 'code',
        client_id: provider.clientId,
        redirect_uri: `https://domi.example.com/${provider.callback}`,
      });

      const page = await signIn(vendor.code);
      expect(page.status).to.equal(200);
      expect(page.body).to.include('>RT-shown<').and.not.include('AT-1');

      scriptTokenAnswer(provider.tokenEndpoint, { body: vendor.refresh });
      const refreshed = await service.get(`/${provider.path}Refresh`, { authorization: 'Bearer RT-shown' });
      expect(refreshed.status).to.equal(200);
      const { hints, tokens } = readRefreshAnswer(refreshed);
      expect(tokens).to.deep.equal(vendor.refreshed);
      expect(toDays(hints.refresh_expires_at)).to.equal(vendor.refreshDays);
      expect(toDays(hints.refresh_before)).to.equal(vendor.refreshDays);

      scriptTokenAnswer(provider.tokenEndpoint, vendor.dead);
      const dead = await service.get(`/${provider.path}Refresh`, { authorization: 'Bearer RT-dead' });
      expect(dead.status).to.equal(400);
      expect(JSON.parse(dead.body)).to.include({ error: 'invalid_grant', action: 'reauthorize' });

      const endpoint = provider.revocationEndpoint;
      expect(endpoint === undefined).to.equal(vendor.revoked === undefined);
      const script = endpoint && scriptTokenAnswer(endpoint, { body: vendor.revoked?.body ?? {} });
      const hint = vendor.revoked?.kind === 'refresh_token' ? '?token_type_hint=refresh_token' : '';
      const revoked = await service.get(`/${provider.path}Revoke${hint}`, { authorization: 'Bearer AT-2' });
      expect(revoked.status).to.equal(endpoint === undefined ? 400 : 200);
      if (!script) return;
      expect(JSON.parse(revoked.body)).to.deep.equal({ revoked: true });
      const { query: inQuery, body: inForm } = script.asked();
      const [right, wrong] = vendor.revoked?.tokenIn === 'query' ? [inQuery, inForm] : [inForm, inQuery];
      expect(right.get('token')).to.equal('AT-2');
      expect(wrong.has('token')).to.equal(false);
    });

    const { lessScope } = vendor;
    if (lessScope === undefined) continue;
    it(`${provider.id}, when a right was not granted, has the page name it`, async () => {
      const page = await signIn({ ...vendor.code, scope: lessScope.scope });
      expect(page.status).to.equal(403);
      expect(page.body).to.include(lessScope.missing).and.not.include('RT-shown');
    });
  }

  it('google-meet, when the callback comes from another issuer, asks nobody', async () => {
    const browser = service.browse();
    const location = await start(browser.get, 'dominoGoogleMeet');
    const answer = await comeBack(browser.get, 'googleMeetCallback', {
      code: 'the-code',
      state: location.searchParams.get('state') ?? '',
      iss: 'https://accounts.example.com',
    });
    expect(answer.status).to.equal(400);
  });
});

describe('the data centre of Zoho Meeting', () => {
  it('is one line in the provider file', async () => {
    const service = await createTestService({
      environment: ENVIRONMENT,
      providerFile: { providers: { 'zoho-meeting': { variables: { dc: 'com.au' } } } },
    });
    try {
      const location = await start(service.browse().get, 'dominoZoho');
      expect(location.origin).to.equal('https://accounts.zoho.com.au');
      const script = scriptTokenAnswer('https://accounts.zoho.com.au/oauth/v2/token', {
        body: { access_token: 'AT' },
      });
      await service.get('/dominoZohoRefresh', { authorization: 'Bearer RT-au' });
      expect(script.asked().body.get('refresh_token')).to.equal('RT-au');
    } finally {
      await service.stop();
    }
  });
});

describe('the scopes of Zoom', () => {
  it('are granular ones by one line in the provider file', async () => {
    const scopes = ['meeting:write:meeting', 'meeting:update:meeting', 'meeting:delete:meeting'];
    const service = await createTestService({ providerFile: { providers: { zoom: { scopes } } } });
    try {
      const location = await start(service.browse().get, 'dominoZoom');
      expect(location.searchParams.get('scope')).to.equal(scopes.join(' '));
    } finally {
      await service.stop();
    }
  });
});
