import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import type { Answer } from '../helpers/http.ts';
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

  function expectFlatJson(answer: Pick<Answer, 'body'>, error: string): void {
    const body = JSON.parse(answer.body) as Record<string, unknown>;
    expect(body).to.include({ error });
    expect(body).to.have.all.keys('error', 'error_description', 'action', 'retryable', 'request_id');
    for (const value of Object.values(body)) expect(value).to.not.be.an('object');
    expect(answer.body).to.match(/^[\x20-\x7e]*$/);
  }

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
