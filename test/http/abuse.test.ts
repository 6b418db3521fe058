import net from 'node:net';
import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { type Answer, send } from '../helpers/http.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';

describe('abuse of HTTP', () => {
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
  afterEach(() => expect(provider.received, 'no call to the provider').to.deep.equal([]));

  /** Writes octets as they are and returns everything that comes back. */
  function sendRaw(text: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = net.connect(Number(new URL(service.url).port), '127.0.0.1');
      let received = '';
      socket.on('data', (chunk) => {
        received += chunk.toString('latin1');
      });
      socket.on('close', () => resolve(received));
      socket.on('error', (error: NodeJS.ErrnoException) =>
        error.code === 'ECONNRESET' || error.code === 'EPIPE' ? resolve(received) : reject(error),
      );
      socket.write(text);
    });
  }

  function expectFlatJson(answer: Pick<Answer, 'body'>, error: string): void {
    const body = JSON.parse(answer.body) as Record<string, unknown>;
    expect(body).to.include({ error });
    expect(body).to.have.all.keys('error', 'error_description', 'action', 'retryable', 'request_id');
    for (const value of Object.values(body)) expect(value).to.not.be.an('object');
    expect(answer.body).to.match(/^[\x20-\x7e]*$/);
  }

  const head = (lines: string[]): string =>
    `${['GET /dominoZoomRefresh HTTP/1.1', ...lines].join('\r\n')}\r\n\r\n`;

  const malformed: [what: string, text: string][] = [
    [
      'Content-Length and Transfer-Encoding',
      head(['Host: x', 'Content-Length: 3', 'Transfer-Encoding: chunked']),
    ],
    ['two lengths', head(['Host: x', 'Content-Length: 3', 'Content-Length: 4'])],
    ['an unknown transfer coding', head(['Host: x', 'Transfer-Encoding: xchunked'])],
    ['a space before the colon', head(['Host : x'])],
    ['a NUL in a value', head(['Host: x', 'X: a\0b'])],
    ['a folded line', head(['Host: x', 'X: a', ' b'])],
    ['no Host', head([])],
    ['two Hosts', head(['Host: a', 'Host: b', 'Connection: close'])],
    [
      'two Authorizations',
      head(['Host: a', 'Authorization: Bearer a', 'Authorization: Bearer b', 'Connection: close']),
    ],
    [
      'an absolute target',
      'GET http://evil.example.com/dominoZoomRefresh HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n',
    ],
    ['a target that is no path', 'OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
    ['no HTTP at all', 'hello\r\n\r\n'],
  ];
  for (const [what, text] of malformed) {
    it(`B1-B5: ${what} gets 400`, async () => {
      const received = await sendRaw(text);
      expect(received).to.match(/^HTTP\/1\.1 400 Bad Request\r\n/);
      expect(received).to.not.include('evil.example.com');
      expect(received.match(/HTTP\/1\.1/g)).to.have.length(1);
    });
  }

  it('B9: a head that is too large gets 431 as flat JSON', async () => {
    const answer = await send(`${service.url}/dominoZoomRefresh`, { headers: { x: 'x'.repeat(40_000) } });
    expect(answer.status).to.equal(431);
    expectFlatJson(answer, 'request_header_too_large');
  });

  it('B10: repeated slashes are one, anything else is another address', async () => {
    const statusOf = async (path: string): Promise<number> => (await service.get(path)).status;
    for (const path of ['//dominoZoomRefresh', '///dominoZoomRefresh', '/dominoZoomRefresh?a=b']) {
      expect(await statusOf(path), path).to.equal(401);
    }
    for (const path of [
      '/dominoZoomRefresh/x/../..',
      '/./dominoZoomRefresh',
      '/x/../dominoZoomRefresh',
      '/%2fdominoZoomRefresh',
      '/dominoZoom%52efresh%2f',
      '/dominoZoomRefresh;x',
      '/dominoZoomRefresh%23',
      '/dominozoomrefresh',
      '/DominoZoom/index.html',
      '/constructorRefresh',
      '/__proto__/index.html',
      '/assets/..%2fpackage.json',
      '/assets/%2e%2e/package.json',
      '/%',
      '/%ff',
    ]) {
      expect(await statusOf(path), path).to.be.oneOf([400, 404]);
    }
    const start = await service.get('//dominoZoom//index.html');
    expect(start.status).to.equal(302);
    expect(new URL(start.headers.location ?? '').origin).to.equal(provider.url);
  });

  it('B11: a body without end is not read', async () => {
    for (const path of ['/dominoZoomRefresh', '/dominoZoom/index.html', '/']) {
      const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
      const received = await sendRaw(
        `POST ${path} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}`,
      );
      expect(received, path).to.match(path.endsWith('Refresh') ? /^HTTP\/1\.1 400 / : /^HTTP\/1\.1 405 /);
      expect(received.toLowerCase()).to.include('\r\nconnection: close\r\n');
    }
  });

  it('B12: every other method gets 405 with Allow, and TRACE echoes nothing', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND']) {
      for (const path of ['/', '/diag', '/zoomCallback', '/dominoZoomRefresh', '/dominoZoom/token.html']) {
        if (method === 'POST' && path.endsWith('Refresh')) continue;
        const answer = await send(service.url + path, { method, headers: { 'x-canary': 'CANARY' } });
        expect(answer.status, `${method} ${path}`).to.equal(405);
        expect(answer.headers.allow).to.match(/^GET(, HEAD|, POST)?$/);
        expect(answer.body).to.not.include('CANARY');
      }
    }
    const headOnly = await send(`${service.url}/`, { method: 'HEAD' });
    expect(headOnly.status).to.equal(200);
  });

  it('C1-C4: nothing of Host and forwarded headers reaches an answer', async () => {
    const evil = {
      host: 'evil.example.com:fake@domi.example.com',
      'x-forwarded-host': 'evil.example.com',
      'x-forwarded-proto': 'gopher',
      'x-forwarded-uri': '/evil.example.com',
      'x-forwarded-prefix': '/evil.example.com',
      forwarded: 'host=evil.example.com',
      x_forwarded_host: 'evil.example.com',
      referer: 'https://evil.example.com/',
    };
    for (const path of [
      '/',
      '/dominoZoom/index.html',
      '/zoomCallback?code=x',
      '/dominoZoomRefresh',
      '/diag',
      '/nope',
    ]) {
      const answer = await service.get(path, { ...evil, accept: 'text/html' });
      expect(JSON.stringify([answer.headers, answer.body]), path).to.not.include('evil.example.com');
    }
    const start = await service.get('/dominoZoom/index.html', evil);
    expect(start.headers.location).to.equal('https://domi.example.com/dominoZoom/index.html');
    const again = await service.get('/dominoZoom/index.html', { ...evil, host: 'domi.example.com' });
    expect(new URL(again.headers.location ?? '').searchParams.get('redirect_uri')).to.equal(
      'https://domi.example.com/zoomCallback',
    );
  });

  it('C7: no origin may read anything', async () => {
    for (const origin of ['https://evilhcl.com', 'https://x.local', 'null', 'https://domi.example.com']) {
      const answer = await service.get('/dominoZoomRefresh', { origin });
      expect(answer.headers).to.not.have.property('access-control-allow-origin');
    }
  });

  it('D1: no hostile string in path or query becomes a redirect to anywhere else', async () => {
    const hostile = [
      '//evil.example.com',
      '/\\evil.example.com',
      '/%09/evil.example.com',
      'https:evil.example.com',
      '\\\\evil.example.com',
      '/@evil.example.com',
      'javascript:alert(1)',
      'https://evil.example.com',
      '%2f%2fevil.example.com',
      '///evil.example.com',
      '/%5cevil.example.com',
      'http:///evil.example.com',
      '/.evil.example.com',
      '〱evil.example.com',
      '%0d%0aLocation:%20//evil.example.com',
    ];
    for (const text of hostile) {
      const encoded = encodeURI(text);
      for (const path of [
        `/dominoZoom/${encoded}`,
        `/dominoZoom/index.html?rd=${encoded}&next=${encoded}&redirect_uri=${encoded}&state=${encoded}`,
        `/zoomCallback?code=x&state=${encoded}`,
        `/${encoded}/dominoZoom/index.html`,
      ]) {
        const { location } = (await service.get(path)).headers;
        if (location === undefined) continue;
        expect(new URL(location).origin, path).to.equal(provider.url);
        expect(location).to.not.include('evil.example.com');
      }
    }
  });

  it('refuses to begin or end anything for a page of another site, a frame or a prefetch', async () => {
    const refused = async (path: string, headers: Record<string, string>): Promise<void> => {
      expect((await service.get(path, headers)).status, path).to.equal(403);
    };
    await refused('/dominoZoomRefresh', { 'sec-fetch-site': 'cross-site', authorization: 'Bearer x' });
    await refused('/dominoZoomRevoke', { 'sec-fetch-site': 'same-site', authorization: 'Bearer x' });
    await refused('/dominoZoom/index.html', { 'sec-fetch-dest': 'iframe' });
    await refused('/dominoZoom/token.html', { 'sec-fetch-dest': 'empty' });
    await refused('/zoomCallback', { 'sec-fetch-dest': 'image' });
    await refused('/dominoZoom/index.html', { 'sec-purpose': 'prefetch;prerender' });
  });

  it('reads a bearer token from the Authorization header only', async () => {
    for (const path of ['/dominoZoomRefresh?access_token=CANARY', '/dominoZoomRefresh?token=CANARY']) {
      const answer = await service.get(path, { 'content-type': 'application/json' });
      expect(answer.status).to.equal(401);
      expect(answer.headers['www-authenticate']).to.equal('Bearer realm="domi"');
      expectFlatJson(answer, 'invalid_token');
    }
  });

  it('answers unknown services with 404: JSON for Notes, a page for a browser', async () => {
    expectFlatJson(await service.get('/dominoSkypeRefresh', { authorization: 'Bearer x' }), 'not_found');
    expectFlatJson(await service.get('/dominoSkype/index.html'), 'not_found');
    const page = await service.get('/dominoSkype/index.html', {
      accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
    });
    expect(page.status).to.equal(404);
    expect(page.headers['content-type']).to.equal('text/html; charset=utf-8');
  });

  it('tells /diag what reached it, and never the token', async () => {
    const answer = await service.get('/diag', {
      host: 'elsewhere.example.com',
      authorization: 'Bearer CANARY-TOKEN',
      'x-forwarded-for': '203.0.113.9',
    });
    expect(answer.status).to.equal(200);
    expect(answer.body).to.not.include('CANARY');
    const body = JSON.parse(answer.body) as Record<string, unknown>;
    expect(body).to.include({
      scheme: 'http',
      authorization_present: true,
      authorization_is_bearer: true,
      authorization_length: 'Bearer CANARY-TOKEN'.length,
      client_address: '127.0.0.1',
      forwarded: true,
      public_url: 'https://domi.example.com',
      host_is_public_host: false,
    });
    expect(body['header_bytes']).to.be.a('number').above(60);
  });

  it('logs no path, query, token or cookie', () => {
    const text = service.logs.join('');
    expect(text.length).to.be.above(1000);
    expect(text).to.not.include('CANARY').and.not.include('evil').and.not.include('code=');
  });

  it('believes X-Forwarded-For from trusted proxies only, from right to left', async () => {
    const behind = await createTestService({
      environment: { DOMI_TRUSTED_PROXIES: '127.0.0.1/32, 10.0.0.0/8' },
    });
    try {
      const addressOf = async (forwarded: string): Promise<unknown> => {
        const answer = await behind.get('/diag', { 'x-forwarded-for': forwarded });
        return (JSON.parse(answer.body) as Record<string, unknown>)['client_address'];
      };
      expect(await addressOf('198.51.100.7, 203.0.113.9, 10.1.1.1')).to.equal('203.0.113.9');
      expect(await addressOf('<script>')).to.equal('127.0.0.1');
      expect(await addressOf('198.51.100.7:40312')).to.equal('198.51.100.7');
      expect(await addressOf('"[2001:db8::7]:443"')).to.equal('2001:db8::7');
      expect(await addressOf('::ffff:c633:6407')).to.equal('198.51.100.7');
      expect(await addressOf('198.51.100.7, 203.0.113.9:80 ,"10.1.1.1:1", [::ffff:10.1.1.2]:2')).to.equal(
        '203.0.113.9',
      );
      expect(await addressOf('198.51.100.7, unknown, 10.1.1.1'), 'the last one that is known').to.equal(
        '10.1.1.1',
      );
      expect(await addressOf('10.1.1.1, 10.1.1.2'), 'proxies only').to.equal('10.1.1.1');
      expect(await addressOf(''), 'nothing').to.equal('127.0.0.1');
      const startedAt = performance.now();
      expect(await addressOf('10.1.1.1,'.repeat(3000))).to.equal('127.0.0.1');
      expect(await addressOf(Array(3000).fill('10.1.1.1').join(','))).to.equal('10.1.1.1');
      expect(performance.now() - startedAt).to.be.below(1000);
    } finally {
      await behind.stop();
    }
  });
});
