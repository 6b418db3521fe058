import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';

const HTML = { accept: 'text/html' };

describe('an address that belongs to nobody', () => {
  let service: TestService;

  before(async () => {
    service = await createTestService({
      providerFile: {
        tenants: { acme: { publicUrl: 'https://d.example.com/acme', providers: { zoom: {} } } },
      },
    });
  });
  after(() => service.stop());

  const PLACES: readonly (readonly [path: string, host: string])[] = [
    ['/', 'd.example.com'],
    ['/nobody/dominoZoom/index.html', 'd.example.com'],
    ['/nobody/a/b/c/', 'd.example.com'],
    ['/acme/', 'elsewhere.example.com'],
    ['//twice//dominoZoom/index.html', 'd.example.com'],
    ['/', ''],
  ];
  for (const [path, host] of PLACES) {
    it(`when it is "${host}${path}", shows a styled page that links nowhere and says whom to ask`, async () => {
      const page = await service.get(path, { host, ...HTML });
      expect(page.status).to.equal(404);
      expect(page.body).to.include('There is no site at this address').and.include('root URL in Notes');
      const links = [...page.body.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href = '']) => href);
      expect(links.filter((href) => !href.startsWith('?lang='))).to.deep.equal([]);
      const files = [...page.body.matchAll(/<(?:img|link|script)[^>]* (?:src|href)="([^"]+)"/g)];
      expect(files).to.have.length.above(3);
      for (const [, file = ''] of files) {
        const { pathname } = new URL(file, `http://localhost${path}`);
        const asset = await service.get(pathname, { host });
        expect(asset.status, pathname).to.equal(200);
        expect(asset.headers['cache-control'], pathname).to.equal('public, max-age=31536000, immutable');
      }
    });

    it(`when Notes asks at "${host}${path}", gets JSON`, async () => {
      const answer = await service.get(path, { host });
      expect(answer.status).to.equal(404);
      expect(JSON.parse(answer.body)).to.include({ error: 'not_found', action: 'contact_admin' });
    });
  }

  it('when files of nobody are asked for by another method or name, refuses', async () => {
    const page = await service.get('/nobody/', { host: 'd.example.com', ...HTML });
    const [, style = ''] = /href="(assets\/page\.[^"]+)"/.exec(page.body) ?? [];
    const ask = (path: string, method = 'GET') => fetch(service.url + path, { method });
    expect((await ask(`/nobody/${style}`, 'HEAD')).status).to.equal(200);
    expect((await ask(`/nobody/${style}`, 'POST')).status).to.equal(405);
    expect((await ask(`/nobody/${style}x`)).status).to.equal(404);
    expect((await ask('/nobody/assets/..%2fpage.css')).status).to.equal(404);
    expect((await ask('/nobody/diag', 'POST')).status).to.equal(405);
  });

  for (const [path, host] of [
    ['/diag', 'elsewhere.example.com'],
    ['/nobody/diag', 'd.example.com'],
    ['/a/b/diag', 'd.example.com'],
  ] as const) {
    it(`when the connection is checked at "${host}${path}", says that nobody is here, as JSON and as a page`, async () => {
      const headers = { host, authorization: 'Bearer CANARY' };
      const json = await service.get(path, headers);
      expect(json.status).to.equal(200);
      const body = JSON.parse(json.body);
      expect(body).to.include({
        address_known: false,
        scheme: 'http',
        authorization_present: true,
        authorization_is_bearer: true,
        authorization_length: 13,
      });
      expect(body).to.not.have.any.keys('public_url', 'host_is_public_host', 'site_in_service');
      expect(body.request_id).to.equal(json.headers['x-request-id']);

      const page = await service.get(path, { ...headers, ...HTML, 'accept-language': 'de' });
      expect(page.status).to.equal(200);
      expect(page.body).to.include('Verbindungstest');
      expect(page.body).to.match(/Die Adresse gehört zu einer Website auf diesem Server<\/dt><dd>nein</);
      for (const { body: text } of [json, page])
        expect(text).to.not.include('CANARY').and.not.include('acme');
    });
  }

  it('when the address is that of a tenant, checks the connection there', async () => {
    const get = (headers: object) => service.get('/acme/diag', { host: 'd.example.com', ...headers });
    expect(JSON.parse((await get({})).body)).to.include({
      address_known: true,
      site_in_service: true,
      public_url: 'https://d.example.com/acme',
      host_is_public_host: true,
    });
    const page = await get(HTML);
    expect(page.body).to.match(/<dt>Public address<\/dt><dd>https:\/\/d\.example\.com\/acme</);
    expect(page.headers['vary']).to.equal('Accept, Accept-Language, Cookie');
  });

  for (const [scope, path, allowed] of [
    ['clientAddress', '/', []],
    ['clientAddress', '/index.html', []],
    ['clientAddress', '/dominoZoom/index.html', ['/', '/']],
    ['provider', '/dominoZoom/index.html', ['/', '/']],
  ] as const) {
    it(`when there are too many requests by ${scope} at ${path}, shows a styled page without a link to itself`, async () => {
      const limits = { [scope]: { requestsPerSecond: 1, burst: 0 } };
      const busy = await createTestService({
        providerFile: {
          tenants: { acme: { publicUrl: 'https://d.example.com', limits, providers: { zoom: {} } } },
        },
      });
      try {
        const get = () => busy.get(path, { host: 'd.example.com', ...HTML });
        let page = await get();
        for (let round = 0; round < 200 && page.status !== 429; round += 1) page = await get();
        expect(page.status).to.equal(429);
        expect(page.body).to.include('Too many requests just now');
        const links = [...page.body.matchAll(/<a [^>]*href="([^"]*)"/g)].map(([, href]) => href);
        expect(links).to.deep.equal(allowed);
      } finally {
        await busy.stop();
      }
    });
  }
});
