import { expect } from 'chai';
import { answerTokens } from '../helpers/scripted-provider.ts';
import { comeBack, start } from '../helpers/sign-in.ts';
import { atEntrances, HOST } from './entrances.ts';

const HOSTILE = [
  '//evil.example.com',
  '/\\evil.example.com',
  '/%09/evil.example.com',
  'https:evil.example.com',
  '\\\\evil.example.com',
  '/@evil.example.com',
  'javascript:alert(1)',
  'data:text/html,evil',
  'https://evil.example.com',
  '%2f%2fevil.example.com',
  '///evil.example.com',
  '/%5cevil.example.com',
  'http:///evil.example.com',
  '/.evil.example.com',
  '〱evil.example.com',
  '%0d%0aLocation:%20//evil.example.com',
];

/** Name, and attributes in their order with what they say. */
function readCookie(line: string): { name: string; value: string; attributes: string[] } {
  const [pair = '', ...attributes] = line.split('; ');
  const [name = '', value = ''] = pair.split(/=(.*)/s);
  return { name, value, attributes };
}

describe('attacks on redirects and cookies', function () {
  this.timeout(60_000);
  atEntrances((name, at) => {
    it(`D1 no hostile string becomes a redirect to anywhere else, ${name}`, async () => {
      let redirects = 0;
      for (const text of HOSTILE) {
        const encoded = encodeURI(text);
        const header = { referer: `https://${HOST}/${encoded}` };
        for (const path of [
          `/dominoZoom/${encoded}`,
          `/dominoZoom/index.html?rd=${encoded}&next=${encoded}&redirect_uri=${encoded}&state=${encoded}`,
          `/zoomCallback?code=x&state=${encoded}`,
          `/${encoded}/dominoZoom/index.html`,
        ]) {
          const { location } = (await at().get(path, header)).headers;
          if (location === undefined) continue;
          redirects += 1;
          expect(new URL(location).origin, path).to.equal(at().provider.url);
          expect(location).to.not.include('evil.example.com');
        }
      }
      expect(redirects).to.be.above(HOSTILE.length);
    });

    it(`D2 D4 redirects have 302 or 303, and nothing of their address in the body, ${name}`, async () => {
      const browser = at().browse();
      const begun = await browser.get('/dominoZoom/index.html');
      expect(begun.status).to.equal(302);
      expect(begun.body).to.equal('');
      const state = new URL(begun.headers.location ?? '').searchParams.get('state') ?? '';
      const back = await comeBack(browser.get, 'zoomCallback', { code: 'C', state });
      expect(back.status).to.equal(303);
      expect(back.body).to.equal('');
      expect(back.headers.location).to.equal('/dominoZoom/token.html');
      const elsewhere = await at().get('/dominoZoom/index.html', { host: 'other.example.com' });
      expect(elsewhere.status).to.be.oneOf([302, 303]);
      expect(elsewhere.body).to.equal('');
    });

    it(`D6 tokens and codes of every length get through, and no cookie is beyond 4,096 bytes, ${name}`, async () => {
      for (const length of [700, 1500, 3000, 4000, 8000]) {
        const token = 't'.repeat(length);
        at().provider.answer = (_request, response) => answerTokens(response, { refresh_token: token });
        const browser = at().browse();
        const cookies: string[] = [];
        const get: typeof browser.get = async (path, headers) => {
          const answer = await browser.get(path, headers);
          cookies.push(...(answer.headers['set-cookie'] ?? []));
          return answer;
        };
        const state = (await start(get, 'dominoZoom')).searchParams.get('state') ?? '';
        const code = 'c'.repeat(Math.min(length, 4000));
        expect((await comeBack(get, 'zoomCallback', { code, state })).status).to.equal(303);
        const page = await get('/dominoZoom/token.html');
        expect(page.status, String(length)).to.equal(200);
        expect(page.body).to.include(`>${token}<`);
        for (const line of cookies) {
          const { name: cookie, value } = readCookie(line);
          expect(cookie.length + value.length).to.be.below(4097);
        }
      }
    });

    it(`D7 every cookie is bound to the host, closed to scripts, short-lived, and cleared as it was set, ${name}`, async () => {
      const browser = at().browse();
      const begun = await browser.get('/dominoZoom/index.html');
      const state = new URL(begun.headers.location ?? '').searchParams.get('state') ?? '';
      const back = await browser.get(`/zoomCallback?code=C&state=${state}`);
      const page = await browser.get('/dominoZoom/token.html');
      const lines = [begun, back, page].flatMap(({ headers }) => headers['set-cookie'] ?? []);
      expect(lines.length).to.be.above(2);
      for (const line of lines) {
        const { name: cookie, attributes } = readCookie(line);
        expect(cookie).to.match(/^__Host-domi-/);
        const [lifetime = '', ...others] = attributes;
        expect(Number(/^Max-Age=(\d+)$/.exec(lifetime)?.[1])).to.be.within(0, 600);
        expect(others).to.deep.equal(['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax']);
      }
      expect([...browser.jar.cookies.keys()], 'after the token was shown').to.deep.equal([]);
    });

    it(`D8 50 KB of cookies that a sibling host has planted are refused, ${name}`, async () => {
      const cookie = Array.from({ length: 25 }, (_, index) => `junk${index}=${'j'.repeat(2000)}`).join('; ');
      const answer = await at().get('/dominoZoom/index.html', { cookie, accept: 'text/html' });
      expect(answer.status).to.be.oneOf(name === 'direct' ? [431] : [400, 431]);
      // As many as every entrance lets through: a sign-in is still possible.
      const browser = at().browse();
      const some = cookie.slice(0, 6000);
      const begun = await browser.get('/dominoZoom/index.html', { cookie: some });
      expect(begun.status).to.equal(302);
      const state = new URL(begun.headers.location ?? '').searchParams.get('state') ?? '';
      const back = await browser.get(`/zoomCallback?code=C&state=${state}`, {
        cookie: `${some}; ${browser.jar.header()['cookie']}`,
      });
      expect(back.status).to.equal(303);
    });
  });
});
