import { expect } from 'chai';
import fc from 'fast-check';
import type { ProviderError } from '../../src/oauth/provider-error.ts';
import {
  describeProviderError,
  readProviderError,
  readRedirectError,
} from '../../src/oauth/provider-error.ts';

const AZURE_TEXT = (number: string): string =>
  `${number}: Something happened.\r\nTrace ID: 1\r\nTimestamp: now`;

/** Errors as the documentation of the services shows them. */
const ROWS: readonly [what: string, status: number, body: object, read: Omit<ProviderError, 'status'>][] = [
  [
    'Microsoft, expired secret',
    401,
    { error: 'invalid_client', error_description: AZURE_TEXT('AADSTS7000222'), error_codes: [7000222] },
    { error: 'invalid_client', number: 'AADSTS7000222' },
  ],
  [
    'Microsoft, dead token',
    400,
    { error: 'invalid_grant', error_description: AZURE_TEXT('AADSTS700082') },
    { error: 'invalid_grant', number: 'AADSTS700082' },
  ],
  [
    'Microsoft, without a text',
    400,
    { error: 'interaction_required', error_codes: [50076], suberror: 'basic_action' },
    { error: 'interaction_required', number: '50076' },
  ],
  [
    'Microsoft, a resource',
    400,
    { error: 'invalid_resource', error_description: AZURE_TEXT('AADSTS500011') },
    { error: 'other', number: 'AADSTS500011' },
  ],
  [
    'Azure AD B2C',
    400,
    { error: 'access_denied', error_description: AZURE_TEXT('AADB2C90091') },
    { error: 'access_denied', number: 'AADB2C90091' },
  ],
  ['Zoom, dead token', 400, { reason: 'Invalid Token!', error: 'invalid_grant' }, { error: 'invalid_grant' }],
  [
    'Zoom, number in brackets',
    400,
    { reason: 'Invalid client_id or client_secret (4,702)', error: 'invalid_client' },
    { error: 'invalid_client', number: '4702' },
  ],
  ['Zoom, number of the API', 400, { code: 4717, message: 'The app has been disabled.' }, { number: '4717' }],
  [
    'Webex',
    400,
    { error: 'invalid_request', error_description: 'The refresh token provided is expired', trackingID: '7' },
    { error: 'invalid_request' },
  ],
  [
    'Webex, gateway',
    401,
    { message: "POST failed: HTTP/1.1 401 (error = 'x')", trackingId: 'ROUTERGW_1' },
    {},
  ],
  [
    'GoTo',
    400,
    { error: 'invalid_grant', error_description: 'refresh token is expired' },
    { error: 'invalid_grant' },
  ],
  ['Google', 401, { error: 'deleted_client', error_description: 'gone' }, { error: 'deleted_client' }],
  ['Google, redirect URI', 400, { error: 'redirect_uri_mismatch' }, { error: 'other' }],
  ['Zoho', 200, { error: 'invalid_code' }, { error: 'other' }],
  [
    'RingCentral, in the list',
    400,
    { error: 'invalid_grant', error_description: 'Token not found', errors: [{ errorCode: 'OAU-210' }] },
    { error: 'invalid_grant', number: 'OAU-210' },
  ],
  [
    'RingCentral, in the text',
    400,
    { error: 'invalid_client', error_description: 'OAU-153: Basic authentication failed' },
    { error: 'invalid_client', number: 'OAU-153' },
  ],
  ['RFC 7009', 400, { error: 'unsupported_token_type' }, { error: 'unsupported_token_type' }],
  ['a name from the prototype', 400, { error: 'constructor' }, { error: 'other' }],
  ['a code that is a text', 400, { error: 'invalid_grant', code: '123456' }, { error: 'invalid_grant' }],
  ['a prefix that nobody knows', 400, { error_description: 'S3CR3T12: x', errorCode: 'PIN-1234' }, {}],
  ['numbers that are none', 400, { code: -1, errorCode: 1.5, error_code: 1e12, error_codes: [{}] }, {}],
  ['odd lists', 400, { error_codes: 'x', errors: [null] }, {}],
];

describe('what a provider said, for operators', () => {
  for (const [what, status, body, read] of ROWS) {
    it(`${what}: ${JSON.stringify(read)}`, () => {
      expect(readProviderError({ status, body: JSON.stringify(body) })).to.deep.equal({ status, ...read });
    });
  }

  it('is the status alone without a JSON object', () => {
    for (const body of ['', '<p>AADSTS7000222</p>', '["AADSTS7000222"]', 'null']) {
      expect(readProviderError({ status: 502, body })).to.deep.equal({ status: 502 });
    }
  });

  it('comes with the browser as well', () => {
    const text = AZURE_TEXT('AADSTS90094');
    expect(readRedirectError('consent_required', text)).to.deep.equal({
      error: 'consent_required',
      number: 'AADSTS90094',
    });
    expect(readRedirectError('<script>', undefined)).to.deep.equal({ error: 'other' });
  });

  it('reads as one line', () => {
    expect(describeProviderError({ status: 401, error: 'invalid_client', number: 'AADSTS7000222' })).to.equal(
      'HTTP 401 invalid_client AADSTS7000222',
    );
    expect(describeProviderError({ status: 400 })).to.equal('HTTP 400');
  });

  it('never has a text of the provider in it', () => {
    const canary = fc.string({ minLength: 1 }).map((text) => `CANARY${text}`);
    const names = ['error', 'error_description', 'reason', 'message', 'code', 'errorCode', 'error_code'];
    const list = fc.array(fc.oneof(canary, fc.record({ errorCode: canary, message: canary })));
    const members = fc.record(
      {
        ...Object.fromEntries(
          names.map((name) => [name, fc.oneof(canary, fc.constant('invalid_grant'), list)]),
        ),
        error_codes: list,
        errors: list,
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(members, (body) => {
        const read = readProviderError({ status: 400, body: JSON.stringify(body) });
        expect(JSON.stringify(read)).to.not.include('CANARY');
        expect(read.error ?? 'other').to.be.oneOf(['other', 'invalid_grant']);
        expect(read.number ?? '1').to.match(/^(?:[A-Z0-9]+-?)?\d{1,8}$/);
      }),
    );
  });
});
