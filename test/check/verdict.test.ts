import { expect } from 'chai';
import { classifyProbe } from '../../src/check/verdict.ts';
import { createProviderLike } from '../helpers/providers.ts';

type Row = readonly [
  what: string,
  record: string,
  status: number,
  body: string | object,
  meaning: string,
  detail: string,
];

/** How the services answer a wrong code, as far as it is known; docs/providers.md tells how certain each is. */
const ROWS: readonly Row[] = [
  [
    'Zoom looks at the code',
    'zoom',
    400,
    { reason: 'Invalid authorization code xyz_abc', error: 'invalid_request' },
    'grant_refused',
    'HTTP 400 invalid_request',
  ],
  [
    'Zoom refuses the secret with 400',
    'zoom',
    400,
    { reason: 'Invalid client_id or client_secret', error: 'invalid_client' },
    'client_refused',
    'HTTP 400 invalid_client',
  ],
  [
    'Microsoft looks at the code',
    'teams',
    400,
    {
      error: 'invalid_grant',
      error_description: 'AADSTS70000: The provided value is not valid.\r\nTrace ID: 1',
      error_codes: [70000],
    },
    'grant_refused',
    'HTTP 400 invalid_grant AADSTS70000',
  ],
  [
    'Microsoft refuses the secret',
    'teams',
    401,
    { error: 'invalid_client', error_description: 'AADSTS7000215: Invalid client secret provided.' },
    'client_refused',
    'HTTP 401 invalid_client AADSTS7000215',
  ],
  [
    'Microsoft does not know the app in this directory',
    'teams',
    400,
    { error: 'unauthorized_client', error_description: 'AADSTS700016: Application was not found.' },
    'client_refused',
    'HTTP 400 unauthorized_client AADSTS700016',
  ],
  [
    'Microsoft finds the request malformed',
    'teams-gcc-high',
    400,
    { error: 'invalid_request', error_description: 'AADSTS9002313: Invalid request.' },
    'unknown',
    'HTTP 400 invalid_request AADSTS9002313',
  ],
  [
    'Webex wraps the refusal of the code into its gateway message',
    'webex',
    400,
    { message: "POST failed: HTTP/1.1 400 (error = 'invalid_grant')", errors: [], trackingId: 'ROUTERGW_1' },
    'grant_refused',
    'HTTP 400',
  ],
  [
    'Webex wraps the refusal of the client',
    'webex-gov',
    401,
    { message: "POST failed: HTTP/1.1 401 (error = 'invalid_client')", errors: [] },
    'client_refused',
    'HTTP 401',
  ],
  [
    'GoTo looks at the code',
    'gotomeeting',
    400,
    { error: 'invalid_grant', error_description: 'invalid code' },
    'grant_refused',
    'HTTP 400 invalid_grant',
  ],
  [
    'Google looks at the code',
    'google-meet',
    400,
    { error: 'invalid_grant', error_description: 'Malformed auth code.' },
    'grant_refused',
    'HTTP 400 invalid_grant',
  ],
  [
    'Google misses the redirect URI in its console',
    'google-meet',
    400,
    { error: 'redirect_uri_mismatch', error_description: 'Bad Request' },
    'unknown',
    'HTTP 400 other',
  ],
  [
    'Zoho looks at the code, with status 200',
    'zoho-meeting',
    200,
    { error: 'invalid_code' },
    'grant_refused',
    'HTTP 200 other',
  ],
  [
    'Zoho refuses the client, with status 200',
    'zoho-meeting',
    200,
    { error: 'invalid_client' },
    'client_refused',
    'HTTP 200 invalid_client',
  ],
  [
    'Zoho refuses the secret, with status 200',
    'zoho-meeting',
    200,
    { error: 'invalid_client_secret' },
    'client_refused',
    'HTTP 200 other',
  ],
  [
    'Zoho is asked too often',
    'zoho-meeting',
    400,
    { error: 'Access Denied', error_description: 'You have made too many requests continuously.' },
    'unknown',
    'HTTP 400 other',
  ],
  [
    'RingCentral looks at the code',
    'ringcentral',
    400,
    {
      error: 'invalid_grant',
      error_description: 'Invalid authorization code',
      errors: [{ errorCode: 'OAU-211' }],
    },
    'grant_refused',
    'HTTP 400 invalid_grant OAU-211',
  ],
  [
    'RingCentral refuses the client',
    'ringcentral',
    400,
    { error: 'invalid_client', error_description: 'OAU-153: Basic authentication failed' },
    'client_refused',
    'HTTP 400 invalid_client OAU-153',
  ],
  [
    'a service refuses the client without words',
    'zoom',
    401,
    '',
    'client_refused',
    'HTTP 401 with an empty body',
  ],
  ['a proxy wants a login', 'zoom', 401, '<html>Log in</html>', 'unknown', 'HTTP 401 with an HTML page'],
  [
    'a maintenance page comes with 200',
    'zoom',
    200,
    '<!DOCTYPE html><p>Back soon',
    'unknown',
    'HTTP 200 with an HTML page',
  ],
  ['a service is broken', 'zoom', 500, { error: 'invalid_client' }, 'unknown', 'HTTP 500 invalid_client'],
  [
    'a service issues a token',
    'zoom',
    200,
    { access_token: 'AT' },
    'unknown',
    'it issues tokens for anything',
  ],
  [
    'an error repeats what was sent, then it is not told',
    'zoom',
    400,
    { error: 'no client id-42 with secret s3cr3t', error_description: 'S3CR3T: x' },
    'unknown',
    'HTTP 400 other',
  ],
];

describe('what an answer to a wrong code says', () => {
  for (const [what, record, status, body, meaning, detail] of ROWS) {
    it(`${what}: ${meaning}`, () => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const found = classifyProbe(createProviderLike(record), { status, body: text }, new Date());
      expect({ meaning: found.meaning, detail: found.detail }).to.deep.equal({ meaning, detail });
    });
  }
});
