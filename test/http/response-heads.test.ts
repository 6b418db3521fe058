import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { type Answer, send } from '../helpers/http.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';
import { start } from '../helpers/sign-in.ts';

/** A stock nginx answers 502 when the head of a response does not fit into its 4 KB buffer. */
const MAX_HEAD = 4000;

/** A long but real public URL: it is part of Location. */
const LONG_URL =
  'https://domino-online-meeting-integration.collaboration.example-corporation.com/domi/emea-production';

describe('heads of responses', () => {
  let provider: ScriptedProvider;
  let service: TestService;

  before(async () => {
    provider = await createScriptedProvider();
    service = await createTestService({
      environment: { ...INSECURE, OAUTH_HOSTNAME: LONG_URL },
      providerFile: provider.providerFile,
    });
  });
  after(async () => {
    await service.stop();
    await provider.stop();
  });

  for (const size of [100, 1599, 1600, 1601, 3200, 4096, 4500]) {
    it(`D6 stay below ${MAX_HEAD} bytes with codes and tokens of ${size} characters, also with six flows waiting`, async () => {
      const code = Array.from({ length: size }, (_, index) => 'aB3-_~.'[(index * 7 + size) % 7]).join('');
      const token = `${'t'.repeat(size - 1)}!`;
      const heads: number[] = [];
      const measure = (answer: Answer): Answer => {
        heads.push(answer.headLength);
        return answer;
      };
      const browser = service.browse();
      const get = async (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
        measure(await browser.get(path, headers));
      for (const user of [undefined, '?1'])
        await start(
          (path) => get(path, { 'sec-fetch-site': 'cross-site', ...(user && { 'sec-fetch-user': user }) }),
          'dominoWebex',
        );
      for (let flow = 0; flow < 7; flow += 1) await start(get, 'dominoWebex');
      const location = await start(get, 'dominoTeams');
      expect(browser.jar.cookies.size).to.equal(6);

      const query = new URLSearchParams({ code, state: location.searchParams.get('state') ?? '' });
      let answer = await get(`/teamsCallback?${query}`);
      let rounds = 1;
      for (; answer.headers.location?.startsWith('#'); rounds += 1)
        answer = await get(`/teamsCallback?${query}`);
      expect(answer.headers.location).to.equal(
        `/domi/emea-production/dominoTeams/token.html${rounds > 1 ? '#' : ''}`,
      );
      expect(rounds).to.equal(Math.ceil(size / 1600));

      // nginx: large_client_header_buffers 4 8k, one header line has to fit into one of them.
      const cookieLine = `Cookie: ${browser.jar.header()['cookie']}`;
      expect(cookieLine.length).to.be.below(8192);

      provider.received.length = 0;
      provider.answer = (_request, response) => answerTokens(response, { refresh_token: token });
      const page = await get('/dominoTeams/token.html');
      expect(page.status).to.equal(200);
      expect(page.body).to.include(`>${token}<`);
      expect(provider.received[0]?.body.get('code')).to.equal(code);

      const refresh = measure(await service.get('/dominoTeamsRefresh', { authorization: `Bearer ${token}` }));
      expect(refresh.status).to.equal(200);
      expect(Math.max(...heads)).to.be.below(MAX_HEAD);
    });
  }

  it('hold the security headers on every kind of answer, and no trace of the software', async () => {
    const answers = [
      await service.get('/', { accept: 'text/html' }),
      await service.get('/dominoZoom/index.html'),
      await service.get('/zoomCallback', { accept: 'text/html' }),
      await service.get('/dominoZoom/token.html'),
      await service.get('/dominoZoomRefresh'),
      await service.get('/dominoZoomRevoke'),
      await service.get('/diag'),
      await service.get('/nothing/here'),
      await service.get('/%'),
      await send(`${service.url}/dominoZoomRefresh`, { method: 'POST', body: 'x' }),
    ];
    for (const { headers, status } of answers) {
      expect(headers, String(status)).to.include({
        'content-security-policy':
          "default-src 'none';script-src 'self';style-src 'self';img-src 'self';font-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'",
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'strict-transport-security': 'max-age=31536000',
        'cache-control': 'no-store',
      });
      expect(headers['x-request-id']).to.match(/^[0-9A-HJKMNP-TV-Z]{10}$/);
      expect(headers).to.not.have.any.keys('server', 'x-powered-by', 'access-control-allow-origin');
    }
  });
});
