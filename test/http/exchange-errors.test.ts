import { expect } from 'chai';
import { ERROR_CATALOGUE, type ErrorCode } from '../../src/oauth/errors.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import type { Answer } from '../helpers/http.ts';
import { comeBack, scriptTokenAnswer, start } from '../helpers/sign-in.ts';

const HTML = { accept: 'text/html' };

const ENDPOINTS = {
  Zoom: 'https://zoom.us/oauth/token',
  Teams: 'https://login.microsoftonline.com/organizations/oauth2/v2.0/token',
  Webex: 'https://webexapis.com/v1/access_token',
  GTM: 'https://authentication.logmeininc.com/oauth/token',
} as const;

interface Row {
  readonly service: keyof typeof ENDPOINTS;
  readonly status: number;
  readonly body: string | object;
  readonly code: ErrorCode;
}

const zoom = (error: string, reason: string | undefined, code: ErrorCode, status = 400): Row => ({
  service: 'Zoom',
  status,
  body: { ...(reason !== undefined && { reason: `CANARY ${reason}` }), error },
  code,
});

/** @param number digits only; empty for an answer without one */
const entra = (error: string, number: string, code: ErrorCode, status = 400): Row => ({
  service: 'Teams',
  status,
  body: {
    error,
    error_description: `${number && `AADSTS${number}: `}CANARY sentence.\r\nTrace ID: 1`,
    ...(number && { error_codes: [Number(number)] }),
  },
  code,
});

/** What the token endpoints say of a code exchange, as the services document it or as it was reported of them. */
const ROWS: readonly Row[] = [
  zoom('invalid_grant', undefined, 'invalid_grant'),
  zoom('invalid_request', 'Invalid authorization code 123 (4,734)', 'invalid_grant'),
  zoom('invalid_request', 'The code has expired (4,733)', 'invalid_grant'),
  zoom('invalid_request', 'The token has been revoked. (4,741)', 'invalid_grant'),
  zoom('invalid_request', 'The code has expired (4733)', 'invalid_grant'),
  zoom('invalid_request', 'Redirect URI mismatch (4,709)', 'unknown_app'),
  zoom('invalid_request', 'Scope mismatch (4,711)', 'scope_refused'),
  zoom('invalid_request', 'App is disabled (4,717)', 'app_not_published'),
  zoom('invalid_request', 'User does not exist (4,735)', 'wrong_account'),
  zoom('invalid_request', 'Disabled by the admin (4,738)', 'blocked_by_policy'),
  zoom('invalid_client', 'Invalid client_id or client_secret', 'client_credentials_refused'),
  zoom('invalid_request', 'something else', 'provider_rejected_request'),
  entra('invalid_grant', '54005', 'invalid_grant'),
  entra('invalid_grant', '70008', 'invalid_grant'),
  entra('invalid_grant', '65001', 'admin_consent_required'),
  entra('consent_required', '65001', 'admin_consent_required'),
  entra('consent_required', '', 'admin_consent_required'),
  entra('interaction_required', '65001', 'admin_consent_required'),
  entra('invalid_grant', '90094', 'admin_consent_required'),
  // Another sign-in, with a second factor, is what ends this one.
  entra('interaction_required', '50076', 'invalid_grant'),
  entra('interaction_required', '', 'invalid_grant'),
  entra('interaction_required', '53003', 'blocked_by_policy'),
  entra('invalid_grant', '50105', 'blocked_by_policy'),
  entra('invalid_grant', '50020', 'wrong_account'),
  entra('invalid_scope', '70011', 'scope_refused'),
  entra('invalid_scope', '', 'scope_refused'),
  entra('invalid_resource', '500011', 'scope_refused'),
  entra('invalid_client', '7000215', 'client_credentials_refused', 401),
  entra('invalid_client', '7000222', 'client_credentials_refused', 401),
  entra('unauthorized_client', '700016', 'client_credentials_refused'),
  entra('invalid_request', '90014', 'provider_rejected_request'),
  entra('unsupported_grant_type', '70003', 'provider_rejected_request'),
  entra('invalid_grant', '50196', 'rate_limited'),
  entra('temporarily_unavailable', '', 'temporarily_unavailable'),
  { service: 'Teams', status: 429, body: 'Too Many Requests', code: 'rate_limited' },
  { service: 'Webex', status: 400, body: { error: 'invalid_grant' }, code: 'invalid_grant' },
  { service: 'Webex', status: 400, body: { error: 'consent_required' }, code: 'admin_consent_required' },
  { service: 'Webex', status: 401, body: { message: 'CANARY' }, code: 'client_credentials_refused' },
  { service: 'Webex', status: 503, body: '', code: 'temporarily_unavailable' },
  { service: 'GTM', status: 400, body: { error: 'invalid_grant' }, code: 'invalid_grant' },
  { service: 'GTM', status: 401, body: { error: 'invalid_client' }, code: 'client_credentials_refused' },
  { service: 'GTM', status: 500, body: '<!DOCTYPE html>CANARY', code: 'provider_failed' },
  { service: 'GTM', status: 200, body: '<!DOCTYPE html>CANARY', code: 'provider_invalid_answer' },
];

describe('an error of the code exchange', () => {
  let service: TestService;

  before(async () => {
    service = await createTestService();
  });
  after(() => service.stop());

  async function finish({ service: name, status, body }: Row): Promise<Answer> {
    const browser = service.browse();
    const location = await start(browser.get, `domino${name}`);
    const state = location.searchParams.get('state') ?? '';
    await comeBack(browser.get, `${name.toLowerCase()}Callback`, { code: 'C', state });
    scriptTokenAnswer(ENDPOINTS[name], { status, body });
    return browser.get(`/domino${name}/token.html`, HTML);
  }

  for (const row of ROWS) {
    const words = JSON.stringify(row.body)
      .replace(/CANARY ?/, '')
      .slice(0, 70);
    it(`of ${row.service}, when it is ${row.status} ${words}, is ${row.code}`, async () => {
      const { status, action } = ERROR_CATALOGUE[row.code];
      const { body, ...answer } = await finish(row);
      expect(answer.status).to.equal(status);
      expect(/<dd translate="no">([a-z_]+)(?: \((?:AADSTS)?\d+\))?<\/dd>/.exec(body)?.[1]).to.equal(row.code);
      expect(body).to.not.include('CANARY').and.not.include('Trace ID').and.not.include('id="refreshToken"');
      expect(body.includes('class="start'), 'a way to start again').to.equal(action !== 'contact_admin');
      expect(body.includes('the link below'), 'promises a link').to.equal(body.includes('id="consent-link"'));
    });
  }
});
