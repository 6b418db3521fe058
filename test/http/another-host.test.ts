import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { type Answer, CookieJar, send } from '../helpers/http.ts';
import { findNginx, startNginx } from '../helpers/nginx.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { skipTest } from '../helpers/skip.ts';

type Headers = Readonly<Record<string, string>>;

const PUBLIC = 'https://domi.example.com';
const START = '/dominoZoom/index.html';
/** The peer of every test is 127.0.0.1. */
const BEHIND_PROXY = { DOMI_TRUSTED_PROXIES: '127.0.0.1' };

const isAtProvider = (answer: Answer): boolean => /[?&]code_challenge=/.test(answer.headers.location ?? '');

describe('a start under another name of the server', () => {
  let provider: ScriptedProvider;
  const running: TestService[] = [];

  async function serve(
    environment: Headers = {},
    providerFile: object = provider.providerFile,
  ): Promise<TestService> {
    const service = await createTestService({ environment: { ...INSECURE, ...environment }, providerFile });
    running.push(service);
    return service;
  }

  before(async () => {
    provider = await createScriptedProvider();
  });
  afterEach(async () => {
    for (const service of running.splice(0)) await service.stop();
  });
  after(() => provider.stop());

  for (const [what, headers] of [
    ['a short name', { host: 'domi' }],
    ['a short name with a port', { host: 'domi:8878' }],
    ['an address', { host: '192.0.2.1' }],
    ['an address of IPv6', { host: '[2001:db8::1]:8878' }],
    ['an alias', { host: 'meetings.example.com' }],
    ['a longer name', { host: 'domi.example.com.evil.example' }],
    ['another port', { host: 'domi.example.com:8878' }],
    ['a name that nobody may have', { host: '..' }],
  ] as const) {
    it(`such as ${what}, is sent to the public one, with its query and without a flow`, async () => {
      const service = await serve();
      const answer = await service.get(`${START}?login_hint=ada%40example.com`, headers);
      expect(answer.status).to.equal(302);
      expect(answer.headers.location).to.equal(`${PUBLIC}${START}?login_hint=ada%40example.com`);
      expect(answer.headers['cache-control']).to.equal('no-store');
      expect(answer.headers['set-cookie']).to.deep.equal([
        '__Host-domi-host=1; Max-Age=5; Path=/; HttpOnly; Secure; SameSite=Lax',
      ]);
    });
  }

  for (const host of [
    'domi.example.com',
    'DOMI.Example.com',
    'domi.example.com:443',
    'domi.example.com:80',
  ]) {
    it(`is none when Host is ${host}`, async () => {
      expect(isAtProvider(await (await serve()).get(START, { host }))).to.equal(true);
    });
  }

  it('leads to one target, whatever path and query it has', async () => {
    const service = await serve();
    for (const [path, location] of [
      ['/dominoZoom', START],
      ['/dominoZoom/', START],
      ['/dominoZoom/anything', START],
      ['/dominoZoom//evil.example/', START],
      ['/dominoZoom/%2f%2fevil.example', START],
      ['/dominoZoom/?next=https://evil.example', `${START}?next=https://evil.example`],
    ] as const) {
      const answer = await service.get(path, { host: 'domi' });
      expect([answer.status, answer.headers.location], path).to.deep.equal([302, PUBLIC + location]);
    }
  });

  it('with a prefix in the public address, leads below it, whether or not a proxy strips it', async () => {
    const service = await serve({ OAUTH_HOSTNAME: `${PUBLIC}/domi/` });
    for (const path of [START, `/domi${START}`]) {
      const answer = await service.get(path, { host: 'domi' });
      expect(answer.headers.location).to.equal(`${PUBLIC}/domi${START}`);
    }
  });

  it('is what a browser does alone: images, frames and prefetches get their refusal', async () => {
    const service = await serve();
    for (const headers of [{ 'sec-fetch-dest': 'image' }, { 'sec-purpose': 'prefetch' }])
      expect((await service.get(START, { host: 'domi', ...headers })).status).to.equal(403);
    expect((await send(service.url + START, { method: 'HEAD', headers: { host: 'domi' } })).status).to.equal(
      405,
    );
  });

  it('concerns no other route', async () => {
    const service = await serve();
    for (const path of ['/', '/diag', '/dominoZoom/token.html', '/zoomCallback?code=x', '/dominoZoomRefresh'])
      expect((await service.get(path, { host: 'domi' })).headers.location, path).to.equal(undefined);
  });

  describe('behind a proxy', () => {
    it('that replaces Host, costs one redirect and never two, and the sign-in works', async () => {
      const service = await serve();
      const jar = new CookieJar();
      const get = (path: string): Promise<Answer> =>
        jar.get(service.url + path, { host: 'domi-upstream:8878' });
      const first = await get(START);
      expect(first.headers.location).to.equal(PUBLIC + START);
      const second = await get(START);
      expect(isAtProvider(second)).to.equal(true);
      const state = new URL(second.headers.location ?? '').searchParams.get('state');
      const callback = await get(`/zoomCallback?code=C&state=${state}`);
      expect(callback.status).to.equal(303);
      expect((await get(callback.headers.location ?? '')).body).to.include('>RT<');
    });

    it('that replaces Host, does not disturb other users of the same address', async () => {
      const service = await serve();
      for (let user = 0; user < 5; user += 1) {
        const jar = new CookieJar();
        expect((await jar.get(service.url + START, { host: 'domi' })).headers.location).to.equal(
          PUBLIC + START,
        );
        expect(isAtProvider(await jar.get(service.url + START, { host: 'domi' }))).to.equal(true);
      }
    });

    it('that says which name the browser used, is none when it is the public one', async () => {
      const service = await serve(BEHIND_PROXY);
      const headers = { host: 'upstream', 'x-forwarded-host': 'domi.example.com, inner' };
      expect(isAtProvider(await service.get(START, headers))).to.equal(true);
      const other = { ...headers, 'x-forwarded-host': 'meetings.example.com' };
      expect((await service.get(START, other)).headers.location).to.equal(PUBLIC + START);
    });

    it('that says the browser came by http, is sent to https', async () => {
      const service = await serve(BEHIND_PROXY);
      const byHttp = await service.get(START, { 'x-forwarded-proto': 'http' });
      expect(byHttp.headers.location).to.equal(PUBLIC + START);
      expect(isAtProvider(await service.get(START, { 'x-forwarded-proto': 'https' }))).to.equal(true);
    });

    it('that nobody has named as trusted, is not believed', async () => {
      const service = await serve();
      expect(isAtProvider(await service.get(START, { 'x-forwarded-proto': 'http' }))).to.equal(true);
      const claims = { host: 'domi', 'x-forwarded-host': 'domi.example.com' };
      expect((await service.get(START, claims)).headers.location).to.equal(PUBLIC + START);
    });

    it('nginx as installed, with nothing but proxy_pass, brings a browser to the token page', async function () {
      const program = (await findNginx()) ?? skipTest(this, 'nginx is not installed');
      const service = await serve();
      const nginx = await startNginx(program, {
        upstreams: [new URL(service.url).host],
        site: ([upstream], port) =>
          `server { listen 127.0.0.1:${port}; location / { proxy_pass http://${upstream}; } }`,
      });
      try {
        const jar = new CookieJar();
        const get = (path: string): Promise<Answer> =>
          jar.get(`http://127.0.0.1:${nginx.port}${path}`, { host: 'domi.example.com' });
        expect((await get(START)).headers.location).to.equal(PUBLIC + START);
        const location = new URL((await get(START)).headers.location ?? '');
        const callback = await get(`/zoomCallback?code=C&state=${location.searchParams.get('state')}`);
        expect((await get(callback.headers.location ?? '')).body).to.include('>RT<');
      } finally {
        await nginx.stop();
      }
    });
  });

  it('does not exist with tenants, which are found by their host', async () => {
    const tenants = {
      a: { publicUrl: 'https://a.example.com', providers: { zoom: {} } },
      b: { publicUrl: 'https://shared.example.com/b', providers: { zoom: {} } },
    };
    const service = await serve(BEHIND_PROXY, { ...provider.providerFile, tenants });
    expect(isAtProvider(await service.get(START, { host: 'a.example.com' }))).to.equal(true);
    expect(isAtProvider(await service.get(`/b${START}`, { host: 'shared.example.com' }))).to.equal(true);
    expect((await service.get(START, { host: 'other.example.com' })).status).to.equal(404);
  });
});

describe('the paths of DOMI 1.x', () => {
  let provider: ScriptedProvider;
  let service: TestService;

  before(async () => {
    provider = await createScriptedProvider();
    service = await createTestService({ environment: INSECURE, providerFile: provider.providerFile });
  });
  after(async () => {
    await service.stop();
    await provider.stop();
  });

  for (const path of [
    '/dominoZoom',
    '/dominoZoom/',
    '/dominoZoom/index.html',
    '/dominoZoom/x/y',
    '//dominoZoom',
  ]) {
    it(`such as ${path}, start a sign-in`, async () => {
      const answer = await service.get(`${path}?login_hint=ada`);
      expect(answer.status).to.equal(302);
      expect(new URL(answer.headers.location ?? '').searchParams.get('login_hint')).to.equal('ada');
    });
  }

  for (const path of [
    '/dominoZoomRefresh',
    '/dominoZoomRefresh/',
    '//dominoZoomRefresh//',
    '/dominoTeamsRefresh/',
  ]) {
    it(`such as ${path}, refresh`, async () => {
      const answer = await service.get(path, { authorization: `Bearer RT-${path.length}` });
      expect([answer.status, JSON.parse(answer.body).access_token]).to.deep.equal([200, 'AT']);
    });
  }

  it('such as /dominoZoomRevoke/, revoke', async () => {
    const answer = await service.get('/dominoZoomRevoke/', { authorization: 'Bearer AT' });
    expect([answer.status, JSON.parse(answer.body)]).to.deep.equal([200, { revoked: true }]);
  });

  it('such as a callback with a slash at its end, are the callback', async () => {
    const answer = await service.get('/zoomCallback/?code=C&state=S');
    expect([answer.status, /token|sign-in/i.test(answer.body)]).to.deep.equal([400, true]);
  });

  it('count as the routes that they are', () => {
    const routes = service.logs
      .map((line) => JSON.parse(line) as { route?: string })
      .map(({ route }) => route);
    expect(new Set(routes)).to.deep.equal(new Set(['start', 'refresh', 'revoke', 'callback', undefined]));
  });

  it('do not reach further: other names with a slash are unknown', async () => {
    for (const path of [
      '/diag/',
      '/dominoNope',
      '/dominoNopeRefresh/',
      '/dominoZoomRefresh/x',
      '/Refresh/',
      '/dominozoom',
    ])
      expect((await service.get(path)).status, path).to.equal(404);
  });

  it('work below the prefix of a tenant too', async () => {
    const tenants = { b: { publicUrl: 'https://shared.example.com/b', providers: { zoom: {} } } };
    const many = await createTestService({
      environment: INSECURE,
      providerFile: { ...provider.providerFile, tenants },
    });
    try {
      const host = 'shared.example.com';
      expect((await many.get('/b/dominoZoom', { host })).status).to.equal(302);
      const authorization = 'Bearer RT-of-b';
      expect((await many.get('/b/dominoZoomRefresh/', { host, authorization })).status).to.equal(200);
    } finally {
      await many.stop();
    }
  });
});
