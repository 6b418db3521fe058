import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { type Answer, send } from '../helpers/http.ts';
import type { ScriptedProvider } from '../helpers/scripted-provider.ts';
import { comeBack, start } from '../helpers/sign-in.ts';
import { atEntrances, openEntrance } from './entrances.ts';

/** Webex with an issuer, which the others have not. */
const withIssuer = ({ providerFile }: ScriptedProvider): object => ({
  providers: {
    ...providerFile.providers,
    webex: { ...providerFile.providers['webex'], issuer: 'https://issuer.example.com' },
  },
});

const threeTenants = ({ providerFile }: ScriptedProvider): object => ({
  ...providerFile,
  tenants: {
    alpha: { publicUrl: 'https://alpha.example.com', providers: { zoom: {} } },
    beta: { publicUrl: 'https://shared.example.com/beta', providers: { zoom: {} } },
    gamma: { publicUrl: 'https://shared.example.com/gamma', providers: { zoom: {} } },
  },
});

const SITES = [
  { host: 'alpha.example.com', prefix: '' },
  { host: 'shared.example.com', prefix: '/beta' },
  { host: 'shared.example.com', prefix: '/gamma' },
];

/** Each ends in the same page with status 400, and the provider hears nothing of it. */
describe('attacks on the sign-in', function () {
  this.timeout(60_000);
  atEntrances(
    (name, at) => {
      function expectRefused(answer: Answer, what = ''): void {
        expect(answer.status, what).to.equal(400);
        expect(answer.headers['content-type'], what).to.equal('text/html; charset=utf-8');
        expect(answer.body, what).to.include('Request ID').and.not.include('id="refreshToken"');
        expect(answer.headers.location, what).to.equal(undefined);
        expect(at().provider.received, what).to.deep.equal([]);
      }

      it(`A1 a callback with good-looking code and state but no cookie, ${name}`, async () => {
        const location = await start(at().browse().get, 'dominoZoom');
        const state = location.searchParams.get('state');
        const answer = await at().get(`/zoomCallback?code=stolen&state=${state}`);
        expectRefused(answer);
        expect(answer.headers['set-cookie']).to.equal(undefined);
      });

      it(`A2 the callback address of one browser opened in another that has a flow of its own, ${name}`, async () => {
        const victim = at().browse();
        await start(victim.get, 'dominoZoom');
        const attackers = await start(at().browse().get, 'dominoZoom');
        expectRefused(
          await victim.get(`/zoomCallback?code=attackers&state=${attackers.searchParams.get('state')}`),
        );
        expect((await victim.get('/dominoZoom/token.html')).status).to.equal(400);
        expect(at().provider.received).to.deep.equal([]);
      });

      it(`A3 the attack on the original, whose state was the request path, ${name}`, async () => {
        for (const state of [
          '/dominoZoom/index.html',
          '%2FdominoZoom%2Findex.html',
          '/dominoZoom/../x',
          '',
        ]) {
          expectRefused(await at().browse().get(`/zoomCallback?code=C&state=${state}`), state);
        }
        expectRefused(await at().browse().get('/zoomCallback?code=C'));
      });

      it(`A4 a code of one flow in another: the verifier that reaches the provider is not that of the code, ${name}`, async () => {
        const attacker = at().browse();
        const first = await start(attacker.get, 'dominoZoom');
        const second = await start(attacker.get, 'dominoZoom');
        await comeBack(attacker.get, 'zoomCallback', {
          code: 'code-of-first',
          state: second.searchParams.get('state') ?? '',
        });
        at().provider.answer = (_request, response) => {
          response.statusCode = 400;
          response.end('{"error":"invalid_grant"}');
        };
        const page = await attacker.get('/dominoZoom/token.html');
        expect(page.status).to.equal(400);
        expect(page.body).to.not.include('id="refreshToken"');
        const verifier = at().provider.received[0]?.body.get('code_verifier') ?? '';
        const challenge = createHash('sha256').update(verifier).digest('base64url');
        expect(challenge).to.equal(second.searchParams.get('code_challenge'));
        expect(challenge).to.not.equal(first.searchParams.get('code_challenge'));
      });

      it(`A5 no state, challenge or cookie comes twice, ${name}`, async () => {
        const seen = new Set<string>();
        for (let round = 0; round < 256; round += 1) {
          const answer = await at().get('/dominoZoom/index.html');
          const query = new URL(answer.headers.location ?? '').searchParams;
          seen.add(query.get('state') ?? '');
          seen.add(query.get('code_challenge') ?? '');
          seen.add(answer.headers['set-cookie']?.[0] ?? '');
        }
        expect(seen.size).to.equal(3 * 256);
      });

      it(`A6 a callback address used again, before and after the token was shown, ${name}`, async () => {
        const browser = at().browse();
        const location = await start(browser.get, 'dominoZoom');
        const query = { code: 'C', state: location.searchParams.get('state') ?? '' };
        const stale = new Map(browser.jar.cookies);
        expect((await comeBack(browser.get, 'zoomCallback', query)).status).to.equal(303);
        expectRefused(await browser.get(`/zoomCallback?${new URLSearchParams(query)}`));
        // A browser that asks twice does not lose what the first request brought.
        expect((await browser.get('/dominoZoom/token.html')).status).to.equal(200);
        expect(at().provider.received).to.have.length(1);

        const again = at().browse();
        for (const [name, value] of stale) again.jar.cookies.set(name, value);
        const second = await start(again.get, 'dominoZoom');
        await comeBack(again.get, 'zoomCallback', {
          code: 'D',
          state: second.searchParams.get('state') ?? '',
        });
        expect((await again.get('/dominoZoom/token.html')).status).to.equal(200);
        expect((await again.get('/dominoZoom/token.html')).status).to.equal(400);
        const replay = await again.get(`/zoomCallback?code=D&state=${second.searchParams.get('state')}`);
        expect(replay.status).to.equal(400);
        expect(at().provider.received).to.have.length(2);
      });

      it(`A7 state and cookie of one provider at the callback of another, ${name}`, async () => {
        const browser = at().browse();
        const location = await start(browser.get, 'dominoZoom');
        const state = location.searchParams.get('state');
        expectRefused(await browser.get(`/webexCallback?code=C&state=${state}`));
        expectRefused(await browser.get('/dominoWebex/token.html'));
      });

      it(`A8 an iss of another issuer, or more than one, ${name}`, async () => {
        for (const iss of [
          'iss=https://evil.example.com',
          'iss=https://issuer.example.com&iss=https://evil.example.com',
        ]) {
          const browser = at().browse();
          const location = await start(browser.get, 'dominoWebex');
          const answer = await browser.get(
            `/webexCallback?code=C&state=${location.searchParams.get('state')}&${iss}`,
          );
          expectRefused(answer, iss);
        }
        const browser = at().browse();
        const location = await start(browser.get, 'dominoWebex');
        const good = await browser.get(
          `/webexCallback?code=C&state=${location.searchParams.get('state')}&iss=https://issuer.example.com`,
        );
        expect(good.status).to.equal(303);
      });

      it(`A9 a flow of one tenant at another, by host and by path, ${name}`, async () => {
        const tenants = await openEntrance(name, { providerFile: threeTenants });
        try {
          for (const from of SITES) {
            for (const to of SITES.filter((site) => site !== from)) {
              const browser = tenants.browse();
              const started = await browser.get(`${from.prefix}/dominoZoom/index.html`, { host: from.host });
              expect(started.status).to.equal(302);
              const query = new URL(started.headers.location ?? '').searchParams;
              expect(query.get('redirect_uri')).to.equal(`https://${from.host}${from.prefix}/zoomCallback`);
              const crossed = await browser.get(
                `${to.prefix}/zoomCallback?code=C&state=${query.get('state')}`,
                {
                  host: to.host,
                },
              );
              expectRefused(crossed, `${from.prefix} -> ${to.prefix}`);
              expect(tenants.provider.received).to.deep.equal([]);
              const home = await browser.get(
                `${from.prefix}/zoomCallback?code=C&state=${query.get('state')}`,
                {
                  host: from.host,
                },
              );
              expect(home.status).to.equal(303);
              expect(home.headers.location).to.equal(`${from.prefix}/dominoZoom/token.html`);
              expectRefused(await browser.get(`${to.prefix}/dominoZoom/token.html`, { host: to.host }));
            }
          }
        } finally {
          await tenants.stop();
        }
      });

      it(`A10 an authorization address of the attacker opened by the victim, ${name}`, async () => {
        const attackers = await start(at().browse().get, 'dominoZoom');
        const victim = at().browse();
        expectRefused(
          await victim.get(`/zoomCallback?code=victims&state=${attackers.searchParams.get('state')}`),
        );
      });

      it(`A11 every mutation of the cookie and of the state, with one and the same answer, ${name}`, async () => {
        const browser = at().browse();
        const location = await start(browser.get, 'dominoZoom');
        const state = location.searchParams.get('state') ?? '';
        const [[name = '', value = ''] = []] = browser.jar.cookies;
        const bodies = new Set<string>();
        const attempt = async (cookie: string, withState: string): Promise<void> => {
          const answer = await send(
            `${at().url}/zoomCallback?code=C&state=${encodeURIComponent(withState)}`,
            {
              headers: { cookie: `${name}=${cookie}`, accept: 'text/html' },
            },
          );
          expectRefused(answer, `${cookie} ${withState}`);
          bodies.add(
            answer.body
              .replaceAll(String(answer.headers['x-request-id']), '')
              .replaceAll(/\d{4}-\d\d-\d\dT[\d:]+Z/g, ''),
          );
        };
        for (let index = 0; index < value.length; index += 3) {
          const other = value[index] === 'A' ? 'B' : 'A';
          await attempt(value.slice(0, index) + other + value.slice(index + 1), state);
          await attempt(value.slice(0, index), state);
        }
        for (let index = 0; index < state.length; index += 3) {
          await attempt(value, state.slice(0, index));
          await attempt(
            value,
            `${state.slice(0, index)}${state[index] === 'A' ? 'B' : 'A'}${state.slice(index + 1)}`,
          );
        }
        expect(bodies.size).to.equal(1);
      });

      it(`A12 nothing secret is in the address of the provider, and the token call fits to it, ${name}`, async () => {
        const browser = at().browse();
        const location = await start(browser.get, 'dominoTeams');
        const asked = Object.fromEntries(location.searchParams);
        expect(asked).to.include({
          response_type: 'code',
          client_id: 'teams-id',
          redirect_uri: 'https://domi.example.com/teamsCallback',
          code_challenge_method: 'S256',
        });
        expect(asked['code_challenge']).to.match(/^[\w-]{43}$/);
        expect(location.href).to.not.include('secret');

        await comeBack(browser.get, 'teamsCallback', { code: 'C', state: asked['state'] ?? '' });
        expect((await browser.get('/dominoTeams/token.html')).status).to.equal(200);
        const [call] = at().provider.received;
        const verifier = call?.body.get('code_verifier') ?? '';
        expect(createHash('sha256').update(verifier).digest('base64url')).to.equal(asked['code_challenge']);
        expect(call?.body.getAll('redirect_uri')).to.deep.equal([asked['redirect_uri']]);
        expect(call?.path).to.equal('/teams/token');
        expect(location.href).to.not.include(verifier);
      });

      it(`A13 parameters that are repeated, missing, huge or not text, and errors of the provider, ${name}`, async () => {
        const queries = [
          'code=a&code=b',
          'code=',
          '',
          'code=%00',
          'code=%ff',
          `code=${'x'.repeat(10_000)}`,
          'code=a&iss=1&iss=2',
        ];
        for (const query of queries) {
          const browser = at().browse();
          const location = await start(browser.get, 'dominoZoom');
          const state = location.searchParams.get('state');
          expectRefused(await browser.get(`/zoomCallback?state=${state}&${query}`), query.slice(0, 40));
          expect(browser.jar.cookies.size, 'the flow is over').to.equal(0);
        }
        const browser = at().browse();
        const location = await start(browser.get, 'dominoZoom');
        const denied = await browser.get(
          `/zoomCallback?state=${location.searchParams.get('state')}&error=access_denied&error_description=%3Cscript%3E`,
        );
        expectRefused(denied);
        expect(denied.body).to.not.include('script>alert').and.not.include('&lt;script');
      });

      it(`A15 a flow that is too old, or from the future beyond what clocks may differ, ${name}`, async () => {
        let now = Date.parse('2026-11-24T12:00:00Z');
        const clocked = await openEntrance(name, { now: () => new Date(now) });
        try {
          const statusAfter = async (seconds: number): Promise<number> => {
            const browser = clocked.browse();
            const begun = now;
            const location = await start(browser.get, 'dominoZoom');
            now = begun + seconds * 1000;
            const answer = await browser.get(
              `/zoomCallback?code=C&state=${location.searchParams.get('state')}`,
            );
            now = begun;
            return answer.status;
          };
          expect(await statusAfter(661)).to.equal(400);
          expect(await statusAfter(595)).to.equal(303);
          expect(await statusAfter(-30)).to.equal(303);
          expect(await statusAfter(-300)).to.equal(400);
        } finally {
          await clocked.stop();
        }
      });
    },
    { providerFile: withIssuer },
  );
});
