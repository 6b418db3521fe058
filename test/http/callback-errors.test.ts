import { expect } from 'chai';
import { ERROR_CATALOGUE, type ErrorCode } from '../../src/oauth/errors.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import type { Answer } from '../helpers/http.ts';
import { start } from '../helpers/sign-in.ts';

const HTML = { accept: 'text/html' };
const CONSENT_URL =
  'https://login.microsoftonline.com/organizations/v2.0/adminconsent?client_id=teams-id&scope=User.Read%20OnlineMeetings.ReadWrite%20offline_access%20openid&redirect_uri=https%3A%2F%2Fdomi.example.com%2FteamsCallback';

interface Row {
  readonly service: 'Teams' | 'Zoom' | 'Webex' | 'GTM';
  readonly error: string;
  readonly text?: string;
  readonly code: ErrorCode;
}

/** As Entra writes them: number, sentence, and lines with ids. */
const entra = (number: string, error: string, code: ErrorCode): Row => ({
  service: 'Teams',
  error,
  text: `${number}: CANARY sentence.\r\nTrace ID: 1\r\nTimestamp: 2026-11-26 09:41:00Z`,
  code,
});

/** Every error on the callback that the services document, or that was reported of them. */
const ROWS: readonly Row[] = [
  entra('AADSTS65001', 'consent_required', 'admin_consent_required'),
  entra('AADSTS65001', 'interaction_required', 'admin_consent_required'),
  entra('AADSTS65001', 'invalid_grant', 'admin_consent_required'),
  entra('AADSTS90008', 'invalid_request', 'admin_consent_required'),
  entra('AADSTS90093', 'access_denied', 'admin_consent_required'),
  entra('AADSTS90094', 'access_denied', 'admin_consent_required'),
  entra('AADSTS90095', 'access_denied', 'admin_consent_required'),
  entra('AADSTS900941', 'access_denied', 'admin_consent_required'),
  entra('AADSTS900981', 'access_denied', 'admin_consent_required'),
  entra('AADSTS65004', 'access_denied', 'access_denied'),
  entra('AADSTS65004', 'consent_required', 'access_denied'),
  entra('AADSTS700016', 'unauthorized_client', 'unknown_app'),
  entra('AADSTS50194', 'invalid_request', 'unknown_app'),
  entra('AADSTS7000112', 'unauthorized_client', 'unknown_app'),
  entra('AADSTS650052', 'invalid_client', 'scope_refused'),
  entra('AADSTS650053', 'invalid_client', 'scope_refused'),
  entra('AADSTS650056', 'invalid_client', 'scope_refused'),
  entra('AADSTS70011', 'invalid_scope', 'scope_refused'),
  entra('AADSTS500011', 'invalid_resource', 'scope_refused'),
  entra('AADSTS50020', 'access_denied', 'wrong_account'),
  entra('AADSTS500208', 'access_denied', 'wrong_account'),
  entra('AADSTS90072', 'interaction_required', 'wrong_account'),
  entra('AADSTS16000', 'interaction_required', 'wrong_account'),
  entra('AADSTS50105', 'access_denied', 'blocked_by_policy'),
  entra('AADSTS53003', 'access_denied', 'blocked_by_policy'),
  entra('AADSTS53000', 'interaction_required', 'blocked_by_policy'),
  entra('AADSTS530032', 'access_denied', 'blocked_by_policy'),
  entra('AADSTS500213', 'access_denied', 'blocked_by_policy'),
  entra('AADSTS90006', 'server_error', 'temporarily_unavailable'),
  // Neighbours: a longer number is another number, and a number of another service says nothing here.
  entra('AADSTS650019', 'access_denied', 'access_denied'),
  entra('XAADSTS65001', 'access_denied', 'access_denied'),
  entra('aadsts65001', 'access_denied', 'admin_consent_required'),
  { service: 'Zoom', error: 'access_denied', text: 'AADSTS65001: no', code: 'access_denied' },
  {
    service: 'Zoom',
    error: 'invalid_request',
    text: 'Invalid client_id: CANARY (4,702)',
    code: 'unknown_app',
  },
  { service: 'Zoom', error: 'invalid_request', text: 'Redirect URI mismatch (4709)', code: 'unknown_app' },
  { service: 'Zoom', error: 'invalid_request', text: 'Scope mismatch (4,711)', code: 'scope_refused' },
  { service: 'Zoom', error: 'invalid_request', text: 'App is disabled (4717)', code: 'app_not_published' },
  {
    service: 'Zoom',
    error: 'access_denied',
    text: 'Disabled by the admin (4,738)',
    code: 'blocked_by_policy',
  },
  { service: 'Zoom', error: 'invalid_request', text: 'CANARY (47170)', code: 'authorization_failed' },
  // RFC 6749 section 4.1.2.1, OpenID Connect Core section 3.1.2.6
  { service: 'Webex', error: 'access_denied', code: 'access_denied' },
  { service: 'Webex', error: 'invalid_scope', text: 'CANARY', code: 'scope_refused' },
  { service: 'Webex', error: 'unauthorized_client', code: 'unknown_app' },
  { service: 'Webex', error: 'invalid_request', code: 'authorization_failed' },
  { service: 'Webex', error: 'unsupported_response_type', code: 'authorization_failed' },
  { service: 'Webex', error: 'server_error', code: 'provider_failed' },
  { service: 'Webex', error: 'temporarily_unavailable', code: 'temporarily_unavailable' },
  { service: 'GTM', error: 'consent_required', code: 'admin_consent_required' },
  { service: 'GTM', error: 'interaction_required', code: 'admin_consent_required' },
  { service: 'GTM', error: 'login_required', code: 'access_denied' },
  { service: 'GTM', error: 'account_selection_required', code: 'access_denied' },
  { service: 'GTM', error: '<script>CANARY</script>', code: 'authorization_failed' },
  { service: 'GTM', error: 'constructor', code: 'authorization_failed' },
];

describe('an error on the callback', () => {
  let service: TestService;

  before(async () => {
    service = await createTestService();
  });
  after(() => service.stop());

  async function comeBack({ service: name, error, text }: Row): Promise<Answer> {
    const browser = service.browse();
    const location = await start(browser.get, `domino${name}`);
    const query = new URLSearchParams({
      error,
      state: location.searchParams.get('state') ?? '',
      ...(text !== undefined && { error_description: text }),
    });
    const answer = await browser.get(`/${name.toLowerCase()}Callback?${query}`, HTML);
    expect(browser.jar.cookies.size, 'cookies that are left').to.equal(0);
    return answer;
  }

  for (const row of ROWS) {
    const words = row.text?.split('\r', 1)[0]?.slice(0, 30) ?? '';
    it(`of ${row.service}, when it is ${row.error.slice(0, 30)} ${words}, is ${row.code}`, async () => {
      const { status, action } = ERROR_CATALOGUE[row.code];
      const { body, ...answer } = await comeBack(row);
      expect(answer.status).to.equal(status);
      expect(/<dd translate="no">([a-z_]+)(?: \((?:AADSTS)?\d+\))?<\/dd>/.exec(body)?.[1]).to.equal(row.code);
      expect(body).to.not.include('CANARY').and.not.include('Trace ID');

      const canStart = body.includes('class="start');
      expect(canStart, 'a way to start again').to.equal(action !== 'contact_admin');
      const namesAdministrator = /<p class="todo">[^<]*administrator/.test(body);
      if (!canStart) expect(namesAdministrator, 'says who can fix it').to.equal(true);
      if (canStart) expect(body).to.not.match(/<p class="todo">Only your administrator/);

      const mayBeConsent = ['access_denied', 'admin_consent_required', 'unknown_app'].includes(row.code);
      const link = /<code id="consent-link"[^>]*>([^<]*)</.exec(body)?.[1]?.replaceAll('&amp;', '&');
      expect(link).to.equal(row.service === 'Teams' && mayBeConsent ? CONSENT_URL : undefined);
      expect(body.includes('the link below'), 'promises a link').to.equal(link !== undefined);
      // Whoever may not consent would go in a circle.
      if (mayBeConsent && link) expect(body).to.not.match(/class="start button"|allow access/);
    });
  }

  it('when the request id is looked up, is in the log with its code and without the words of the service', async () => {
    const answer = await comeBack(entra('AADSTS90094', 'access_denied', 'admin_consent_required'));
    const id = String(answer.headers['x-request-id']);
    const line = service.logs.find((text) => text.includes(id) && text.includes('"route":"callback"'));
    expect(JSON.parse(line ?? '{}')).to.include({
      error: 'admin_consent_required',
      provider_error: 'access_denied',
      provider_error_number: 'AADSTS90094',
    });
    expect(answer.body).to.include('>admin_consent_required (AADSTS90094)<');
    const [, shown = ''] = />(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)</.exec(answer.body) ?? [];
    expect(Date.parse(JSON.parse(line ?? '{}').time) - Date.parse(shown), 'ms from page to log').to.be.within(
      0,
      60_000,
    );
    expect(service.logs.join('')).to.not.include('CANARY');
  });

  it('when the record maps it, is what the record says, before what the built-in one says', async () => {
    const own = await createTestService({
      providerFile: {
        providers: {
          webex: {
            authorizationErrors: [
              { error: 'app_pending', means: 'app_not_published' },
              { error: 'invalid_request', text: 'guest account', means: 'wrong_account' },
              { text: ['E-17', 'E-18'], means: 'blocked_by_policy' },
            ],
          },
        },
      },
    });
    try {
      const rows = [
        ['app_pending', '', 'app_not_published'],
        ['invalid_request', 'A Guest Account was used', 'wrong_account'],
        ['invalid_request', 'E-18: no', 'blocked_by_policy'],
        ['invalid_request', 'E-189: no', 'authorization_failed'],
        ['access_denied', 'guest account', 'access_denied'],
      ] as const;
      for (const [error, text, code] of rows) {
        const browser = own.browse();
        const state = (await start(browser.get, 'dominoWebex')).searchParams.get('state') ?? '';
        const query = new URLSearchParams({ error, state, error_description: text });
        expect((await browser.get(`/webexCallback?${query}`, HTML)).body, text).to.include(`>${code}<`);
      }
    } finally {
      await own.stop();
    }
  });

  it('when iss is not that of the file, points to the administrator, and offers no other sign-in', async () => {
    const own = await createTestService({
      providerFile: { providers: { zoom: { issuer: 'https://issuer.example.com' } } },
    });
    try {
      const browser = own.browse();
      const state = (await start(browser.get, 'dominoZoom')).searchParams.get('state') ?? '';
      const query = new URLSearchParams({ code: 'C', state, iss: 'https://zoom.us' });
      const page = await browser.get(`/zoomCallback?${query}`, HTML);
      expect(page.status).to.equal(400);
      expect(page.body)
        .to.include('>issuer_mismatch<')
        .and.include('the configuration may name the wrong issuer');
      expect(page.body).to.not.include('class="start').and.not.include('https://zoom.us');
    } finally {
      await own.stop();
    }
  });
});
