import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { classifyAuthorizationError } from '../../src/oauth/classify-authorization-error.ts';
import { DomiError, ERROR_CODES } from '../../src/oauth/errors.ts';
import type { Provider } from '../../src/oauth/provider.ts';
import { parseTokenResponse } from '../../src/oauth/token-response.ts';
import { BUILT_IN_RECORDS } from '../../src/providers/built-in-records.ts';
import { createTestProvider } from '../helpers/providers.ts';
import { ROOT } from './read-pages.ts';

const TEXT = readFileSync(join(ROOT, 'docs', 'troubleshooting.md'), 'utf8');

const sections = TEXT.split(/^#{2,3} /m).slice(1);

/** What a service says, and the code that the section with these words promises. */
const ON_CALLBACK: readonly (readonly [provider: string, error: string, words: string, code: string])[] = [
  ['teams', 'unauthorized_client', 'AADSTS700016', 'unknown_app'],
  ['teams', 'invalid_request', 'AADSTS50194', 'unknown_app'],
  ['teams', 'access_denied', 'AADSTS65001', 'admin_consent_required'],
  ['teams', 'access_denied', 'AADSTS90094', 'admin_consent_required'],
  ['teams', 'access_denied', 'AADSTS50105', 'blocked_by_policy'],
  ['teams', 'access_denied', 'AADSTS53003', 'blocked_by_policy'],
  ['teams', 'access_denied', 'AADSTS50020', 'wrong_account'],
];

/** What DOMI says by itself: in its log, or in a terminal. */
const OWN_WORDS: readonly (readonly [file: string, words: string])[] = [
  ['process/explain-failure.ts', 'is already in use'],
  ['process/explain-failure.ts', 'no permission to listen on port '],
  ['process/explain-old-node.ts', 'DOMI runs with Node '],
  ['tenants/count-providers.ts', 'no meeting service is enabled'],
  ['config/settings/warn-of-settings.ts', 'OAUTH_HOSTNAME is not set'],
  ['config/settings/warn-of-settings.ts', 'DOMI_SEAL_KEYS is not set'],
  ['connections/connector.ts', 'the proxy cannot be reached: '],
  ['connections/open-tunnel.ts', 'the proxy refused the tunnel with status '],
  ['connections/connect-to-any.ts', 'time-out in phase connect'],
  ['connections/resolver.ts', 'time-out in phase lookup'],
  ['connections/resolver.ts', 'the name leads into a private network'],
  ['notes/explain-transport-error.ts', 'There was no answer from '],
  ['notes/token-operations.ts', 'The profile holds no refresh token'],
  ['migration/run-migrate.ts', ': cannot be read ('],
];

const AT_TOKEN_ENDPOINT: readonly (readonly [
  provider: string,
  status: number,
  body: object,
  words: string,
  code: string,
])[] = [
  [
    'teams',
    401,
    saidByEntra('invalid_client', 'AADSTS7000215'),
    'AADSTS7000215',
    'client_credentials_refused',
  ],
  [
    'teams',
    401,
    saidByEntra('invalid_client', 'AADSTS7000222'),
    'AADSTS7000222',
    'client_credentials_refused',
  ],
  ['teams', 400, saidByEntra('invalid_grant', 'AADSTS70008'), 'AADSTS70008', 'invalid_grant'],
  ['teams', 400, saidByEntra('invalid_grant', 'AADSTS54005'), 'AADSTS54005', 'invalid_grant'],
  ['teams', 400, saidByEntra('invalid_grant', 'AADSTS700082'), 'AADSTS700082', 'invalid_grant'],
  ['teams', 400, saidByEntra('invalid_grant', 'AADSTS50196'), 'AADSTS50196', 'rate_limited'],
  [
    'zoom',
    400,
    { reason: 'Invalid client_id or client_secret', error: 'invalid_client' },
    'Invalid client_id or client_secret',
    'client_credentials_refused',
  ],
  [
    'zoom',
    400,
    { reason: 'Invalid authorization code', error: 'invalid_request' },
    'Invalid authorization code',
    'invalid_grant',
  ],
  ['zoom', 400, { reason: 'Expired (4,733)', error: 'invalid_request' }, '(4,733)', 'invalid_grant'],
  ['zoom', 400, { reason: 'Invalid Token!', error: 'invalid_grant' }, 'Invalid Token!', 'invalid_grant'],
  [
    'webex',
    400,
    {
      error: 'invalid_request',
      error_description: 'The refresh token provided is expired, revoked, malformed, or invalid.',
    },
    'The refresh token provided is expired, revoked, malformed, or invalid',
    'invalid_grant',
  ],
  ['webex', 401, { message: 'POST failed' }, 'status 401', 'client_credentials_refused'],
  [
    'zoho-meeting',
    200,
    { error: 'invalid_client_secret' },
    'invalid_client_secret',
    'client_credentials_refused',
  ],
];

describe('docs/troubleshooting.md', () => {
  for (const [provider, error, words, code] of ON_CALLBACK) {
    it(`${words} on the callback of ${provider}, when it is looked up, leads to ${code}`, () => {
      const meaning = classifyAuthorizationError(providerOf(provider), error, [
        `${words}: something.`,
        undefined,
      ]);
      expect(meaning.code).to.equal(code);
      expectSection(words, code);
    });
  }

  for (const [provider, status, body, words, code] of AT_TOKEN_ENDPOINT) {
    it(`${words} of ${provider}, when it is looked up, leads to ${code}`, () => {
      expect(classify(provider, status, body)).to.equal(code);
      expectSection(words, code);
    });
  }

  it('the numbers of Entra, when they are counted, are many, the usual ones among them', () => {
    const numbers = new Set(TEXT.match(/AADSTS\d+/g));
    expect(numbers.size).to.be.greaterThan(12);
    for (const number of ['AADSTS50011', 'AADSTS65001', 'AADSTS7000215', 'AADSTS700082'])
      expect(numbers).to.include(number);
  });

  it('the words that people see, when they are searched, are there', () => {
    const words = [
      'Your OAuth token appears to be invalid',
      '(4,700)',
      'redirect_uri_mismatch',
      'invalid_client',
    ];
    for (const word of words) expect(TEXT).to.include(word);
  });

  for (const [file, words] of OWN_WORDS)
    it(`"${words}", when DOMI says it, is there`, () => {
      expect(readFileSync(join(ROOT, 'src', file), 'utf8'), file).to.include(words);
      expect(TEXT).to.include(words);
    });

  it('codes of ours, when they are named with their JSON, are codes of the catalogue', () => {
    const named = [...TEXT.matchAll(/"error":"(\w+)"|[Tt]he code(?: in DOMI)? is `(\w+)`/g)].map(
      ([, json, text]) => json ?? text ?? '',
    );
    expect(named).to.have.length.greaterThan(10);
    expect(named.filter((code) => !(ERROR_CODES as readonly string[]).includes(code))).to.deep.equal([]);
  });
});

function saidByEntra(error: string, number: string): object {
  return { error, error_description: `${number}: Something.\r\nTrace ID: 1` };
}

function providerOf(id: string): Provider {
  const { tokenErrors = [], authorizationErrors = [] } = BUILT_IN_RECORDS[id] ?? {};
  return createTestProvider({ id, tokenErrors, authorizationErrors } as Partial<Provider>);
}

function classify(provider: string, status: number, body: object): string | undefined {
  try {
    parseTokenResponse(providerOf(provider), { status, body: JSON.stringify(body) }, new Date(0));
  } catch (error) {
    if (error instanceof DomiError) return error.code;
    throw error;
  }
  return undefined;
}

/** Some section has the words and the code. */
function expectSection(words: string, code: string): void {
  const found = sections.filter((section) => section.includes(words));
  expect(found, words).to.not.be.empty;
  expect(
    found.some((section) => section.includes(`\`${code}\``)),
    `${words}: ${code}`,
  ).to.equal(true);
}
