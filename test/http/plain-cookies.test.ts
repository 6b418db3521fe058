import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { start } from '../helpers/sign-in.ts';

/** Safari keeps no Secure cookie on http://localhost (WebKit bug 281149). */
describe('the cookies of a sign-in', () => {
  let service: TestService;

  afterEach(() => service.stop());

  const ADDRESSES: readonly (readonly [publicUrl: string, cookie: RegExp])[] = [
    [
      'https://domi.example.com',
      /^__Host-domi-[\w-]{11}=[^;]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    ],
    ['http://localhost:8878', /^domi-[\w-]{11}=[^;]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/],
    ['http://127.0.0.1:8878', /^domi-[\w-]{11}=[^;]+; Max-Age=600; Path=\/; HttpOnly; SameSite=Lax$/],
  ];
  for (const [publicUrl, expected] of ADDRESSES) {
    it(`D7 at ${publicUrl} are kept by every browser, found again, and cleared under the same name`, async () => {
      service = await createTestService({ environment: { OAUTH_HOSTNAME: publicUrl } });
      const browser = service.browse();
      const first = await browser.get('/dominoZoom/index.html');
      const [cookie = ''] = first.headers['set-cookie'] ?? [];
      expect(cookie).to.match(expected);
      const state = new URL(first.headers.location ?? '').searchParams.get('state') ?? '';
      const back = await browser.get(`/zoomCallback?${new URLSearchParams({ code: 'C', state })}`);
      expect(back.headers.location).to.equal('/dominoZoom/token.html');
      expect(
        [...browser.jar.cookies.keys()].every((name) => name.startsWith(cookie.split('-')[0] ?? '?')),
      ).to.equal(true);
    });
  }

  it('at a plain address, with the name of a secure one, are those of somebody else', async () => {
    service = await createTestService({ environment: { OAUTH_HOSTNAME: 'http://localhost:8878' } });
    const browser = service.browse();
    const location = await start(browser.get, 'dominoZoom');
    const [[name = '', value = ''] = []] = browser.jar.cookies;
    const query = new URLSearchParams({ code: 'C', state: location.searchParams.get('state') ?? '' });
    const foreign = await service.get(`/zoomCallback?${query}`, { cookie: `__Host-${name}=${value}` });
    expect(foreign.status).to.equal(400);
  });
});
