import { expect } from 'chai';
import { loadOidcProvider } from '../../src/sandbox/load-oidc-provider.ts';
import { createMemoryStore } from '../../src/sandbox/memory-store.ts';
import { ZOOM_PROFILE } from '../../src/sandbox/profiles/zoom-profile.ts';
import { type Sandbox, SERVICE_IDS, type ServiceId } from '../../src/sandbox/sandbox.ts';
import { createClient, startTestSandbox } from './client.ts';

/** How each service says that a refresh token is dead; always with status 400. */
const DEAD_TOKEN: Readonly<Record<ServiceId, object>> = {
  zoom: { reason: 'Invalid Token!', error: 'invalid_grant' },
  teams: { error: 'invalid_grant', error_codes: [70008] },
  webex: {
    error: 'invalid_request',
    error_description: 'The refresh token provided is expired, revoked, malformed, or invalid.',
  },
  gotomeeting: { error: 'invalid_grant' },
};

describe('sandbox: refresh', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startTestSandbox();
  });
  after(() => sandbox.close());

  describe('zoom, single use', () => {
    it('the old refresh token: is dead, and using it does not hurt the new one', async () => {
      const client = createClient(sandbox, 'zoom');
      const first = await client.obtainTokens({ user: 'single@example.com' });
      const second = await client.refresh(first.refresh_token);
      expect(second.status).to.equal(200);
      expect(second.body.refresh_token).to.not.equal(first.refresh_token);

      const again = await client.refresh(first.refresh_token);
      expect(again.status).to.equal(400);
      expect(again.body).to.deep.equal(DEAD_TOKEN.zoom);
      expect((await client.refresh(second.body.refresh_token)).status).to.equal(200);
    });

    it('two refreshes that race with one token: exactly one wins', async () => {
      const client = createClient(sandbox, 'zoom');
      const { refresh_token } = await client.obtainTokens({ user: 'race@example.com' });
      const answers = await Promise.all(Array.from({ length: 5 }, () => client.refresh(refresh_token)));
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 400, 400, 400, 400]);
    });

    it('a new authorization of the same user: ends the tokens of the earlier one', async () => {
      const client = createClient(sandbox, 'zoom');
      const first = await client.obtainTokens({ user: 'two-machines@example.com' });
      const other = await client.obtainTokens({ user: 'somebody-else@example.com' });
      const second = await client.obtainTokens({ user: 'two-machines@example.com' });
      expect((await client.refresh(first.refresh_token)).body).to.deep.equal(DEAD_TOKEN.zoom);
      expect((await client.refresh(second.refresh_token)).status).to.equal(200);
      expect((await client.refresh(other.refresh_token)).status).to.equal(200);
    });
  });

  it('teams: returns a new refresh token, and the old one lives on', async () => {
    const client = createClient(sandbox, 'teams');
    const first = await client.obtainTokens();
    const second = await client.refresh(first.refresh_token);
    expect(second.body.refresh_token).to.be.a('string').that.does.not.equal(first.refresh_token);
    for (const token of [first.refresh_token, second.body.refresh_token]) {
      expect((await client.refresh(token)).status).to.equal(200);
    }
  });

  it('webex: returns the refresh token that it was given', async () => {
    const client = createClient(sandbox, 'webex');
    const first = await client.obtainTokens();
    const { body } = await client.refresh(first.refresh_token);
    expect(body).to.include({ refresh_token: first.refresh_token, expires_in: 1_209_600 });
    expect(body.access_token).to.not.equal(first.access_token);
  });

  it('gotomeeting: returns neither refresh_token nor token_type, and the old one lives on', async () => {
    const client = createClient(sandbox, 'gotomeeting');
    const { refresh_token } = await client.obtainTokens({ user: 'gina@example.com' });
    for (const _ of ['first', 'second']) {
      const { status, body } = await client.refresh(refresh_token);
      expect(status).to.equal(200);
      expect(body).to.have.all.keys('access_token', 'expires_in', 'scope', 'principal');
      expect(body.principal).to.equal('gina@example.com');
    }
  });

  for (const service of SERVICE_IDS) {
    it(`${service} after endRefreshTokens: calls the token dead in its own words`, async () => {
      const client = createClient(sandbox, service);
      const { refresh_token } = await client.obtainTokens();
      sandbox.endRefreshTokens(service);
      const { status, body } = await client.refresh(refresh_token);
      expect(status).to.equal(400);
      expect(body).to.deep.include(DEAD_TOKEN[service]);
    });
  }

  it('the error of teams: has a description of several lines, and the ids that support asks for', async () => {
    const { body } = await createClient(sandbox, 'teams').refresh('any');
    expect(body.error_description).to.match(/^AADSTS70008: [^\r\n]+\r\nTrace ID: .+\r\nCorrelation ID: /);
    expect(body).to.include.keys('timestamp', 'trace_id', 'correlation_id', 'error_uri');
  });
});

describe('sandbox: refresh, with detection of reuse', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startTestSandbox({ endsFamilyOnReuse: true });
  });
  after(() => sandbox.close());

  it('zoom with a spent token: ends the newest one too, and no other family', async () => {
    const client = createClient(sandbox, 'zoom');
    const first = await client.obtainTokens({ user: 'copied@example.com' });
    const other = await client.obtainTokens({ user: 'careful@example.com' });
    const second = (await client.refresh(first.refresh_token)).body;
    expect((await client.refresh(first.refresh_token)).body).to.deep.equal(DEAD_TOKEN.zoom);
    expect((await client.refresh(second.refresh_token)).body).to.deep.equal(DEAD_TOKEN.zoom);
    expect((await client.refresh(other.refresh_token)).status).to.equal(200);
    expect(sandbox.endedFamilies).to.equal(1);
  });

  it('zoom with two refreshes that race: ends the family', async () => {
    const client = createClient(sandbox, 'zoom');
    const { refresh_token } = await client.obtainTokens({ user: 'race@example.com' });
    const before = sandbox.endedFamilies;
    const answers = await Promise.all([1, 2].map(() => client.refresh(refresh_token)));
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 400]);
    const winner = answers.find(({ status }) => status === 200);
    expect((await client.refresh(winner?.body.refresh_token)).status).to.equal(400);
    expect(sandbox.endedFamilies).to.equal(before + 1);
  });

  it('teams: lets old tokens live, as without it', async () => {
    const client = createClient(sandbox, 'teams');
    const first = await client.obtainTokens();
    for (const _ of ['first', 'second'])
      expect((await client.refresh(first.refresh_token)).status).to.equal(200);
  });
});

describe('sandbox: what is spent', () => {
  // Two requests rarely meet at this step; the store must hold when they do.
  for (const model of ['AuthorizationCode', 'RefreshToken']) {
    it(`a ${model} found twice and then spent twice: is refused the second time`, async () => {
      const adapter = createMemoryStore(await loadOidcProvider(), ZOOM_PROFILE).adapter(model);
      await adapter.upsert('id', { accountId: 'anna@example.com' });
      await Promise.all([adapter.find('id'), adapter.find('id')]);
      const outcomes = await Promise.allSettled([adapter.consume('id'), adapter.consume('id')]);
      expect(outcomes.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected']);
    });
  }
});

describe('sandbox: revocation', () => {
  let sandbox: Sandbox;
  before(async () => {
    sandbox = await startTestSandbox();
  });
  after(() => sandbox.close());

  it('zoom with the access token in the form: ends it and its refresh token', async () => {
    const client = createClient(sandbox, 'zoom');
    const tokens = await client.obtainTokens();
    const { status, body } = await client.revoke(tokens.access_token);
    expect(status).to.equal(200);
    expect(body).to.deep.equal({ status: 'success' });
    expect((await client.refresh(tokens.refresh_token)).status).to.equal(400);
    const call = await client.callApi('POST', '/v2/users/me/meetings', tokens.access_token, { topic: 'x' });
    expect(call.status).to.equal(401);
  });

  it('zoom with the access token in the query: does the same', async () => {
    const client = createClient(sandbox, 'zoom');
    const tokens = await client.obtainTokens();
    const url = `${client.revocationEndpoint}?token=${tokens.access_token}`;
    expect((await client.post(url, {}, client.basic)).body).to.deep.equal({ status: 'success' });
    expect((await client.refresh(tokens.refresh_token)).status).to.equal(400);
  });

  it('zoom without credentials: refuses and ends nothing', async () => {
    const client = createClient(sandbox, 'zoom');
    const tokens = await client.obtainTokens();
    const { status } = await client.post(client.revocationEndpoint, { token: tokens.access_token }, {});
    expect(status).to.equal(400);
    expect((await client.refresh(tokens.refresh_token)).status).to.equal(200);
  });

  for (const service of ['teams', 'webex', 'gotomeeting'] as const) {
    it(`${service}: has no revocation endpoint`, () => {
      expect(sandbox.providerFile.providers[service]).to.not.have.property('revocationEndpoint');
    });
  }
});
