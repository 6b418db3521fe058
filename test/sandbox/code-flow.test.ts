import { expect } from 'chai';
import { type Sandbox, SERVICE_IDS, type ServiceId } from '../../src/sandbox/sandbox.ts';
import { createClient, startTestSandbox } from './client.ts';

/** What each service answers to a code, apart from the tokens. */
const ANSWERS: Readonly<Record<ServiceId, object>> = {
  zoom: { token_type: 'bearer', expires_in: 3600, scope: 'meeting:write' },
  teams: {
    token_type: 'Bearer',
    expires_in: 3599,
    ext_expires_in: 3599,
    scope:
      'https://graph.microsoft.com/User.Read https://graph.microsoft.com/OnlineMeetings.ReadWrite openid',
  },
  webex: {
    token_type: 'Bearer',
    expires_in: 1_209_600,
    refresh_token_expires_in: 7_776_000,
    scope: 'spark:kms meeting:schedules_write',
  },
  gotomeeting: { token_type: 'Bearer', expires_in: 3600, scope: 'collab:', principal: 'anna@example.com' },
};

const LENGTHS: Readonly<Record<ServiceId, { access: number; refresh: number }>> = {
  zoom: { access: 700, refresh: 700 },
  teams: { access: 2000, refresh: 1300 },
  webex: { access: 106, refresh: 106 },
  gotomeeting: { access: 1200, refresh: 1200 },
};

/** How each service says that the credentials of the app are wrong. */
const BAD_CLIENT: Readonly<Record<ServiceId, { status: number; body: object }>> = {
  zoom: { status: 400, body: { reason: 'Invalid client_id or client_secret', error: 'invalid_client' } },
  teams: { status: 401, body: { error: 'invalid_client', error_codes: [7000215] } },
  webex: { status: 401, body: { message: 'The client credentials are not valid.' } },
  gotomeeting: { status: 401, body: { error: 'invalid_client' } },
};

describe('sandbox: code flow', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startTestSandbox();
  });
  after(() => sandbox.close());

  for (const service of SERVICE_IDS) {
    describe(service, () => {
      it('signing in and allowing: answers with the tokens in the shape and size of the service', async () => {
        const client = createClient(sandbox, service);
        const callback = await client.authorize();
        expect(callback.get('state')).to.equal('the-state');
        const { status, body } = await client.exchange(callback.get('code') ?? '');
        expect(status).to.equal(200);
        expect(body).to.include(ANSWERS[service]);
        expect(body.access_token).to.have.length(LENGTHS[service].access);
        expect(body.refresh_token).to.have.length(LENGTHS[service].refresh);
      });

      it('on the way back: sends no iss, and session_state only where the service does', async () => {
        const callback = await createClient(sandbox, service).authorize();
        const names = service === 'teams' ? ['code', 'state', 'session_state'] : ['code', 'state'];
        expect([...callback.keys()]).to.have.members(names);
      });

      it('pressing Cancel: comes back with access_denied and no code', async () => {
        const callback = await createClient(sandbox, service).authorize({}, { approve: false });
        expect(callback.get('error')).to.equal('access_denied');
        expect(callback.has('code')).to.equal(false);
      });

      it('a code with the verifier of another flow: is refused', async () => {
        const client = createClient(sandbox, service);
        const code = (await client.authorize()).get('code') ?? '';
        const { status, body } = await client.exchange(code, { code_verifier: 'w'.repeat(43) });
        expect(status).to.equal(400);
        expect(body.error).to.equal('invalid_grant');
      });

      it('a code for the second time: is refused, and its tokens are dead', async () => {
        const client = createClient(sandbox, service);
        const code = (await client.authorize()).get('code') ?? '';
        const { body: tokens } = await client.exchange(code);
        expect((await client.exchange(code)).status).to.equal(400);
        expect((await client.refresh(tokens.refresh_token)).status).to.equal(400);
      });

      it('a wrong client secret: is refused in the words of the service', async () => {
        const client = createClient(sandbox, service);
        const form = { grant_type: 'refresh_token', refresh_token: 'any' };
        const wrong = `Basic ${btoa(`${client.clientId}:wrong`)}`;
        const { status, body } =
          service === 'zoom' || service === 'gotomeeting'
            ? await client.post(client.tokenEndpoint, form, { authorization: wrong })
            : await client.post(
                client.tokenEndpoint,
                { ...form, client_id: client.clientId, client_secret: 'wrong' },
                {},
              );
        expect(status).to.equal(BAD_CLIENT[service].status);
        expect(body).to.deep.include(BAD_CLIENT[service].body);
        expect('error' in body).to.equal(service !== 'webex');
      });

      it('a redirect URI that only starts like the registered one: gets a page and no redirect', async () => {
        const url = createClient(sandbox, service).authorizationUrl({
          redirect_uri: 'http://localhost:8878/callback/more',
        });
        const response = await fetch(url, { redirect: 'manual', headers: { accept: 'text/html' } });
        expect(response.status).to.equal(400);
        expect(await response.text()).to.include('SANDBOX');
      });
    });
  }

  for (const [service, method] of [
    ['zoom', 'post'],
    ['gotomeeting', 'post'],
    ['webex', 'basic'],
  ] as const) {
    it(`${service} with client_secret_${method}: refuses the right secret in the wrong place`, async () => {
      const client = createClient(sandbox, service);
      const form = { grant_type: 'refresh_token', refresh_token: 'any' };
      const inForm = { client_id: client.clientId, client_secret: client.clientSecret };
      const { status, body } = await (method === 'post'
        ? client.post(client.tokenEndpoint, { ...form, ...inForm }, {})
        : client.post(client.tokenEndpoint, form, client.basic));
      expect(status).to.equal(BAD_CLIENT[service].status);
      expect(body).to.include(BAD_CLIENT[service].body);
    });
  }

  it('teams with Basic: accepts that, too', async () => {
    const client = createClient(sandbox, 'teams');
    const { refresh_token } = await client.obtainTokens();
    const form = { grant_type: 'refresh_token', refresh_token };
    expect((await client.post(client.tokenEndpoint, form, client.basic)).status).to.equal(200);
  });

  it('zoom with the parameters in the query: reads them there', async () => {
    const client = createClient(sandbox, 'zoom');
    const { refresh_token } = await client.obtainTokens();
    const query = new URLSearchParams({ grant_type: 'refresh_token', refresh_token });
    const { status } = await client.post(`${client.tokenEndpoint}?${query}`, {}, client.basic);
    expect(status).to.equal(200);
  });

  it('teams without offline_access: issues no refresh token', async () => {
    const body = await createClient(sandbox, 'teams').obtainTokens({ scope: 'OnlineMeetings.ReadWrite' });
    expect(body.access_token).to.be.a('string');
    expect(body).to.not.have.any.keys('refresh_token', 'id_token');
  });

  it('zoom without a scope: grants what the app is registered for', async () => {
    const body = await createClient(sandbox, 'zoom').obtainTokens({ scope: '' });
    expect(body.scope).to.equal('meeting:write');
  });

  it('zoom with granular scopes: grants those', async () => {
    const scope = 'meeting:write:meeting meeting:update:meeting meeting:delete:meeting';
    const body = await createClient(sandbox, 'zoom').obtainTokens({ scope });
    expect(body.scope).to.equal(scope);
  });

  it('a login_hint: is the user that signs in when the page is left as it is', async () => {
    const client = createClient(sandbox, 'gotomeeting');
    const callback = await client.authorize({ login_hint: `o'brien&co@example.com` });
    const { body } = await client.exchange(callback.get('code') ?? '');
    expect(body.principal).to.equal(`o'brien&co@example.com`);
  });
});

describe('sandbox: options', () => {
  it('tokenLength: sets the size of code, access token and refresh token of every service', async () => {
    const sandbox = await startTestSandbox({ tokenLength: { code: 3000, access: 4096, refresh: 6000 } });
    try {
      for (const service of SERVICE_IDS) {
        const client = createClient(sandbox, service);
        const code = (await client.authorize()).get('code') ?? '';
        expect(code).to.have.length(3000);
        const { body } = await client.exchange(code);
        expect(body.access_token).to.have.length(4096);
        expect(body.refresh_token).to.have.length(6000);
        expect((await client.refresh(body.refresh_token)).status).to.equal(200);
      }
    } finally {
      await sandbox.close();
    }
  });

  it('accessTokenSeconds: is the life of every access token', async () => {
    const sandbox = await startTestSandbox({ accessTokenSeconds: 7 });
    try {
      for (const service of SERVICE_IDS) {
        expect((await createClient(sandbox, service).obtainTokens()).expires_in).to.equal(7);
      }
    } finally {
      await sandbox.close();
    }
  });
});
