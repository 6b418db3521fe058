import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { type Answer, CookieJar } from '../helpers/http.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';
import { until } from '../helpers/until.ts';

/** Both kinds of tenant, and every neighbourhood in which one could be taken for another. */
const SITES = {
  alpha: { host: 'alpha.example.com', prefix: '' },
  port: { host: 'alpha.example.com:8443', prefix: '' },
  shared: { host: 'shared.example.com', prefix: '' },
  beta: { host: 'shared.example.com', prefix: '/beta' },
  beta2: { host: 'shared.example.com', prefix: '/beta2' },
  nested: { host: 'shared.example.com', prefix: '/beta/emea' },
  gamma: { host: 'other.example.com', prefix: '/beta' },
} as const;

type Site = (typeof SITES)[keyof typeof SITES];

const PAIRS = Object.entries(SITES).flatMap(([from, a]) =>
  Object.entries(SITES)
    .filter(([, b]) => b !== a)
    .map(([to, b]) => [from, to, a, b] as const),
);

describe('isolation of tenants', () => {
  let provider: ScriptedProvider;
  let service: TestService;

  before(async () => {
    provider = await createScriptedProvider();
    const tenants = Object.entries(SITES).map(([id, { host, prefix }]) => {
      const app = { clientId: { value: `app-of-${id}` }, clientSecret: { env: `SECRET_OF_${id}` } };
      return [id, { publicUrl: `https://${host}${prefix}`, providers: { zoom: {}, webex: app } }];
    });
    service = await createTestService({
      environment: {
        ...INSECURE,
        ...Object.fromEntries(Object.keys(SITES).map((id) => [`SECRET_OF_${id}`, `secret-of-${id}`])),
      },
      providerFile: { ...provider.providerFile, tenants: Object.fromEntries(tenants) },
    });
  });
  after(async () => {
    await service.stop();
    await provider.stop();
  });
  beforeEach(() => {
    provider.received.length = 0;
  });

  const get = (jar: CookieJar, site: Site, path: string): Promise<Answer> =>
    jar.get(service.url + site.prefix + path, { host: site.host });

  async function begin(jar: CookieJar, site: Site): Promise<{ state: string; cookie: string }> {
    const known = new Set(jar.cookies.keys());
    const answer = await get(jar, site, '/dominoZoom/index.html');
    const query = new URL(answer.headers.location ?? '').searchParams;
    expect(query.get('redirect_uri')).to.equal(`https://${site.host}${site.prefix}/zoomCallback`);
    const cookie = [...jar.cookies.keys()].find((name) => !known.has(name)) ?? '';
    return { state: query.get('state') ?? '', cookie };
  }

  function expectRefused(answer: Answer): void {
    expect(answer.status).to.equal(400);
    expect(answer.headers.location).to.equal(undefined);
    expect(answer.headers['set-cookie'], 'the flow at home goes on').to.equal(undefined);
    expect(answer.body).to.not.include('id="refreshToken"');
    expect(provider.received, 'calls to the provider').to.deep.equal([]);
  }

  for (const [from, to, home, foreign] of PAIRS) {
    describe(`a flow of ${from} at ${to}`, () => {
      it('comes back: refused there, and completed at home as if nothing had been', async () => {
        const jar = new CookieJar();
        const { state } = await begin(jar, home);
        expectRefused(await get(jar, foreign, `/zoomCallback?code=C&state=${state}`));
        const callback = await get(jar, home, `/zoomCallback?code=C&state=${state}`);
        expect(callback.headers.location).to.equal(`${home.prefix}/dominoZoom/token.html`);
        expectRefused(await get(jar, foreign, '/dominoZoom/token.html'));
        expect((await get(jar, home, '/dominoZoom/token.html')).body).to.include('>RT<');
        expect(provider.received[0]?.body.get('redirect_uri')).to.equal(
          `https://${home.host}${home.prefix}/zoomCallback`,
        );
      });

      it('lends its cookie to a flow there: neither state opens it', async () => {
        const jar = new CookieJar();
        const own = await begin(jar, home);
        const other = await begin(jar, foreign);
        jar.cookies.set(other.cookie, jar.cookies.get(own.cookie) ?? '');
        expectRefused(await get(jar, foreign, `/zoomCallback?code=C&state=${other.state}`));
        expectRefused(await get(jar, foreign, `/zoomCallback?code=C&state=${own.state}`));
      });

      it('lends a kept code to a flow there: it is not exchanged', async () => {
        const jar = new CookieJar();
        const own = await begin(jar, home);
        await get(jar, home, `/zoomCallback?code=C&state=${own.state}`);
        const other = await begin(jar, foreign);
        await get(jar, foreign, `/zoomCallback?code=D&state=${other.state}`);
        jar.cookies.set(`${other.cookie}.0`, jar.cookies.get(`${own.cookie}.0`) ?? '');
        const page = await get(jar, foreign, '/dominoZoom/token.html');
        expect(page.status).to.equal(400);
        expect(provider.received).to.deep.equal([]);
      });
    });
  }

  it('a token, wherever it comes from, goes to the provider with the app of the tenant that was addressed', async () => {
    for (const [id, site] of Object.entries(SITES)) {
      provider.received.length = 0;
      const answer = await service.get(`${site.prefix}/dominoWebexRefresh`, {
        host: site.host,
        authorization: 'Bearer one-token-for-all',
      });
      expect(answer.status).to.equal(200);
      expect(
        provider.received.map(({ body }) => [body.get('client_id'), body.get('client_secret')]),
      ).to.deep.equal([[`app-of-${id}`, `secret-of-${id}`]]);
    }
  });

  it('a refresh under way, and its answer, are of no use to the same token at another tenant', async () => {
    const held: (() => void)[] = [];
    provider.answer = (_request, response) => void held.push(() => answerTokens(response));
    const refresh = ({ host, prefix }: Site): Promise<Answer> =>
      service.get(`${prefix}/dominoZoomRefresh`, { host, authorization: 'Bearer presented-everywhere' });
    const sites = Object.values(SITES);
    const answers = Promise.all(sites.map(refresh));
    await until(() => held.length === sites.length);
    for (const release of held) release();
    expect((await answers).map(({ status }) => status)).to.deep.equal(sites.map(() => 200));

    // The answer is given again where it was given, without a further call.
    for (const site of sites) expect((await refresh(site)).status).to.equal(200);
    expect(provider.received).to.have.length(sites.length);
    provider.answer = (_request, response) => answerTokens(response);
  });

  it('a token that one tenant knows to be dead is asked about at another', async () => {
    provider.answer = (_request, response) => {
      response.statusCode = 400;
      response.end('{"error":"invalid_grant"}');
    };
    const refresh = async ({ host, prefix }: Site): Promise<void> => {
      const authorization = 'Bearer dead-everywhere';
      const answer = await service.get(`${prefix}/dominoZoomRefresh`, { host, authorization });
      expect(JSON.parse(answer.body).error).to.equal('invalid_grant');
    };
    for (const site of Object.values(SITES)) await refresh(site);
    expect(provider.received).to.have.length(Object.keys(SITES).length);
    await refresh(SITES.alpha);
    expect(provider.received).to.have.length(Object.keys(SITES).length);
    provider.answer = (_request, response) => answerTokens(response);
  });

  describe('the address of a request', () => {
    const rows: [what: string, host: string, path: string, tenant: keyof typeof SITES | undefined][] = [
      ['its host', 'alpha.example.com', '', 'alpha'],
      ['its host in capitals', 'ALPHA.Example.COM', '', 'alpha'],
      ['its host with the default port', 'alpha.example.com:443', '', 'alpha'],
      ['its host with another port', 'alpha.example.com:8443', '', 'port'],
      ['its host with an unknown port', 'alpha.example.com:8444', '', undefined],
      ['its host with a port that is not a number', 'alpha.example.com:', '', undefined],
      ['two trailing dots', 'alpha.example.com..', '', undefined],
      ['a longer host', 'alpha.example.com.evil.example.org', '', undefined],
      ['a host that ends like it', 'xalpha.example.com', '', undefined],
      ['a user before the host', 'evil@alpha.example.com', '', undefined],
      ['a path in the host', 'shared.example.com/beta', '', undefined],
      ['a list of hosts', 'alpha.example.com,shared.example.com', '', undefined],
      ['no host', '', '', undefined],
      ['a member of every object', 'constructor', '', undefined],
      ['the prototype', '__proto__', '', undefined],
      ['a prefix', 'shared.example.com', '/beta', 'beta'],
      ['repeated slashes', 'shared.example.com', '//beta/', 'beta'],
      ['a prefix with a name that goes on', 'shared.example.com', '/beta2', 'beta2'],
      ['a prefix below it', 'shared.example.com', '/beta/emea', 'nested'],
      ['the same prefix on another host', 'other.example.com', '/beta', 'gamma'],
      ['no prefix on that host', 'other.example.com', '', undefined],
      ['a prefix in capitals', 'other.example.com', '/BETA', undefined],
      ['a prefix that is cut', 'other.example.com', '/bet', undefined],
      ['a prefix that goes on', 'other.example.com', '/betax', undefined],
      ['an encoded letter', 'other.example.com', '/bet%61', undefined],
      ['an encoded slash', 'other.example.com', '/beta%2f', undefined],
      ['an encoded slash before it', 'other.example.com', '/%2fbeta', undefined],
      ['a dot segment before it', 'other.example.com', '/./beta', undefined],
      ['a way back to it', 'other.example.com', '/x/../beta', undefined],
      ['an encoded way back to it', 'other.example.com', '/x/%2e%2e/beta', undefined],
      ['a backslash', 'other.example.com', '/\\beta', undefined],
      ['a path parameter', 'other.example.com', '/beta;x', undefined],
      ['the prototype as prefix', 'other.example.com', '/__proto__', undefined],
      ['a member of every object as prefix', 'other.example.com', '/constructor', undefined],
    ];
    for (const [what, host, path, tenant] of rows) {
      it(`with ${what} (${JSON.stringify(host)} ${path}) leads to ${tenant ?? 'nobody'}`, async () => {
        const answer = await service.get(`${path}/dominoZoom/index.html`, { host });
        if (tenant === undefined) {
          expect(answer.status).to.be.oneOf([400, 404]);
          expect(JSON.parse(answer.body).error).to.be.oneOf(['not_found', 'invalid_request']);
          return;
        }
        const { host: own, prefix } = SITES[tenant];
        const location = new URL(answer.headers.location ?? '');
        expect(location.searchParams.get('redirect_uri')).to.equal(`https://${own}${prefix}/zoomCallback`);
      });
    }

    for (const [host, { host: own, prefix }] of [
      ['alpha.example.com.', SITES.alpha],
      ['alpha.example.com.:8443', SITES.port],
      ['SHARED.example.com.', SITES.beta],
    ] as const) {
      it(`with a dot at the end of the host (${host}) leads to the tenant, and a start to its public URL first`, async () => {
        const begun = await service.get(`${prefix}/dominoZoom/index.html?login_hint=ada`, { host });
        expect(begun.status).to.equal(302);
        // A browser keeps the cookies of the two apart, so a sign-in that begins here would not end there.
        expect(begun.headers.location).to.equal(
          `https://${own}${prefix}/dominoZoom/index.html?login_hint=ada`,
        );
        expect(begun.headers['set-cookie']).to.have.length(1);
        const refreshed = await service.get(`${prefix}/dominoZoomRefresh`, {
          host,
          authorization: 'Bearer dotted',
        });
        expect(refreshed.status).to.equal(200);
        const diag = JSON.parse((await service.get(`${prefix}/diag`, { host })).body);
        expect(diag).to.include({ address_known: true, host_is_public_host: false });
        expect((await service.get(`${prefix}/`, { host })).body).to.not.include(host);
      });
    }

    it('that leaves a prefix by a way back stays with its tenant, and finds nothing there', async () => {
      for (const path of [
        '/beta/../beta2/',
        '/beta/%2e%2e/beta2/',
        '/beta/..%2fbeta2/',
        '/beta/./',
        '/beta/x/../',
      ]) {
        const answer = await service.get(`${path}dominoZoomRefresh`, {
          host: 'shared.example.com',
          authorization: 'Bearer token',
        });
        expect(answer.status, path).to.equal(404);
      }
      expect(provider.received).to.deep.equal([]);
    });
  });

  it('headers that claim another host, prefix or address, from a peer that nobody trusts, change nothing', async () => {
    const claims = {
      'x-forwarded-host': 'shared.example.com',
      'x-forwarded-prefix': '/beta',
      'x-forwarded-port': '8443',
      'x-forwarded-proto': 'http',
      'x-forwarded-server': 'evil.example.org',
      'x-original-url': '/beta/dominoZoom/index.html',
      'x-rewrite-url': '/beta/dominoZoom/index.html',
      'x-original-host': 'shared.example.com',
      'x-host': 'shared.example.com',
      x_forwarded_host: 'shared.example.com',
      forwarded: 'host=shared.example.com;proto=http',
    };
    const answer = await service.get('/dominoZoom/index.html', { host: 'alpha.example.com', ...claims });
    const location = new URL(answer.headers.location ?? '');
    expect(location.searchParams.get('redirect_uri')).to.equal('https://alpha.example.com/zoomCallback');
    const unknown = await service.get('/dominoZoom/index.html', {
      ...claims,
      host: 'evil.example.org',
      'x-forwarded-host': 'alpha.example.com',
    });
    expect(unknown.status).to.equal(404);
    expect(JSON.stringify([unknown.headers, unknown.body]))
      .to.not.include('evil')
      .and.not.include('alpha');
  });
});
