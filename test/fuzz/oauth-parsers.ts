import { expect } from 'chai';
import fc from 'fast-check';
import { readAdminConsentAnswer } from '../../src/oauth/admin-consent.ts';
import {
  checkAuthorizationError,
  checkCode,
  checkIssuer,
  parseAuthorizationResponse,
  readState,
} from '../../src/oauth/authorization-response.ts';
import { isDomiError } from '../../src/oauth/errors.ts';
import { findMissingScopes } from '../../src/oauth/find-missing-scopes.ts';
import { parseJsonObject, readPointer } from '../../src/oauth/json-object.ts';
import { parseBearer } from '../../src/oauth/parse-bearer.ts';
import { parseRetryAfter } from '../../src/oauth/parse-retry-after.ts';
import type { ProviderResponse } from '../../src/oauth/provider-response.ts';
import { parseResponseBody } from '../../src/oauth/response-body.ts';
import { parseRevocationResponse, parseTokenResponse } from '../../src/oauth/token-response.ts';
import { readTokenTypeHint } from '../../src/oauth/token-type-hint.ts';
import { BUILT_IN_RECORDS } from '../../src/providers/built-in-records.ts';
import { createProviderLike, createTestProvider } from '../helpers/providers.ts';
import { type FuzzedParser, fuzz } from './fuzzed-parser.ts';
import { anyText, jsonWith, near, option, textOf } from './texts.ts';

const NOW = new Date('2026-11-26T12:00:00Z');

/** The built-in ones, whose rules look into texts, and one with an issuer. */
const PROVIDERS = [
  ...Object.keys(BUILT_IN_RECORDS).map(createProviderLike),
  createTestProvider({
    issuer: 'https://provider.example.com',
    tokenResponse: { accessToken: '/a/0/b', refreshToken: '/__proto__/x', extra: ['scope'] },
  }),
];
const provider = fc.constantFrom(...PROVIDERS);

const QUERY = [
  'code=',
  'state=',
  'error=',
  'error_description=',
  'iss=',
  'admin_consent=',
  '&',
  '=',
  'True',
  'a',
];
const query = fc.oneof(
  textOf(...QUERY),
  fc
    .dictionary(fc.constantFrom('code', 'state', 'error', 'error_description', 'iss', 'tenant'), anyText)
    .map((parameters) => new URLSearchParams(parameters).toString()),
);

const MEMBERS = [
  'access_token',
  'refresh_token',
  'token_type',
  'expires_in',
  'refresh_token_expires_in',
  'refresh_expires_in',
  'scope',
  'error',
  'error_description',
  'error_codes',
  'errors',
  'reason',
  'message',
  'code',
  'a',
  '__proto__',
];
const FORM_TYPE = 'application/x-www-form-urlencoded';
const BODY = [
  '{"access_token":"AT"',
  '"error":"invalid_grant"',
  'access_token=AT',
  '&',
  '{',
  '}',
  '[',
  ',',
  '<html>',
];

const response: fc.Arbitrary<ProviderResponse> = fc.record({
  status: fc.oneof(
    fc.constantFrom(200, 204, 302, 400, 401, 403, 404, 429, 500, 503),
    fc.integer({ min: 100, max: 999 }),
  ),
  contentType: option(
    fc.constantFrom('application/json', 'text/html', `${FORM_TYPE}; charset=x`, 'text/plain', ';;'),
  ),
  retryAfter: option(textOf('120', '-1', '1e9', 'Thu, 26 Nov 2026 12:00:10 GMT', '2026-11-26T12:00:10Z')),
  body: fc.oneof(jsonWith(...MEMBERS), textOf(...BODY)),
});

const toBody = (body: string): ProviderResponse => ({
  status: 400,
  contentType: FORM_TYPE,
  retryAfter: undefined,
  body,
});
const first = createProviderLike('teams');

/** Nothing that a provider sends becomes a failure of ours: each is a code of the catalogue. */
const isKnown = (error: unknown): boolean => isDomiError(error) && error.code !== 'server_error';

export const OAUTH_PARSERS: readonly FuzzedParser[] = [
  fuzz('oauth/parse-bearer.ts parseBearer', {
    input: option(
      fc.oneof(
        textOf('Bearer ', 'bearer', 'BEARER  ', ' ', 'RT.0-_~+/=', '"', 'Basic '),
        near(fc.constant('Bearer RT')),
      ),
    ),
    run: (header) => expect(parseBearer(header)).to.match(/^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/),
    throws: (error) => isDomiError(error) && error.code === 'invalid_token',
    place: (text) => `Bearer ${text}\u0001`,
    pieces: ['Bearer ', ' a', 'a '],
  }),
  fuzz('oauth/authorization-response.ts parseAuthorizationResponse', {
    input: fc.record({ query, provider }),
    run({ query, provider }) {
      const parsed = parseAuthorizationResponse(query);
      checkIssuer(provider, parsed);
      checkAuthorizationError(provider, parsed);
      expect(checkCode(parsed)).to.match(/^[\x20-\x7e]{1,4500}$/);
    },
    throws: (error) => isDomiError(error),
    place: (text) => ({ query: `error=x&error_description=${text}`, provider: first }),
    pieces: [...QUERY, 'AADSTS', 'AADSTS90094: ', '4,702'],
  }),
  fuzz('oauth/authorization-response.ts readState', {
    input: query,
    run: readState,
    throws: (error) => isDomiError(error) && error.code === 'invalid_request',
    place: (text) => text,
    pieces: QUERY,
  }),
  fuzz('oauth/admin-consent.ts readAdminConsentAnswer', {
    input: fc.record({ query, provider }),
    run: ({ query, provider }) => readAdminConsentAnswer(provider, query),
    throws: isDomiError,
    place: (text) => ({ query: text, provider: first }),
    pieces: QUERY,
  }),
  fuzz('oauth/token-type-hint.ts readTokenTypeHint', {
    input: fc.oneof(query, textOf('token_type_hint=', 'refresh_token', 'access_token', '&')),
    run: readTokenTypeHint,
    throws: isDomiError,
    place: (text) => `token_type_hint=${text}`,
  }),
  fuzz('oauth/token-response.ts parseTokenResponse', {
    input: fc.record({ provider, response }),
    run({ provider, response }) {
      const tokens = parseTokenResponse(provider, response, NOW);
      expect(tokens.accessToken).to.be.a('string').with.length.above(0);
    },
    throws: isKnown,
    place: (body) => ({ provider: first, response: toBody(body) }),
    pieces: [...BODY, 'AADSTS', '(4,', 'error=&', 'OAU-'],
  }),
  fuzz('oauth/token-response.ts parseRevocationResponse', {
    input: fc.record({ provider, response }),
    run: ({ provider, response }) => parseRevocationResponse(provider, response, NOW),
    throws: isKnown,
    place: (text) => ({
      provider: first,
      response: toBody(JSON.stringify({ error: 'x', error_description: text, error_codes: [text] })),
    }),
    pieces: ['AADSTS', 'AADSTS1', '(4,', '4,702', 'OAU-', 'S3CR3T-'],
  }),
  fuzz('oauth/response-body.ts parseResponseBody', {
    input: response,
    run: parseResponseBody,
    place: toBody,
    pieces: BODY,
  }),
  fuzz('oauth/json-object.ts parseJsonObject', {
    input: fc.oneof(jsonWith('a', '__proto__'), anyText),
    run: parseJsonObject,
    place: (text) => text,
    pieces: ['{"a":', '[', '"\\u0000', '1e', '-'],
  }),
  fuzz('oauth/json-object.ts readPointer', {
    input: fc.record({
      document: fc.object(),
      pointer: textOf('/', '~0', '~1', '~', 'a', '0', '__proto__', 'length'),
    }),
    run: ({ document, pointer }) => readPointer(document as Record<string, unknown>, pointer),
    place: (pointer) => ({ document: { a: {} }, pointer }),
    pieces: ['/', '~1', '~0'],
  }),
  fuzz('oauth/parse-retry-after.ts parseRetryAfter', {
    input: option(
      fc.oneof(
        textOf(
          '0',
          '120',
          '-',
          '.',
          'e',
          'Thu, 26 Nov 2026 12:00:00 GMT',
          '2026-11-26T12:00:00Z',
          '+275760-09-13',
        ),
        near(fc.date({ noInvalidDate: true }).map((date) => date.toUTCString())),
        near(fc.date({ noInvalidDate: true }).map((date) => date.toISOString())),
      ),
    ),
    run(header) {
      const seconds = parseRetryAfter(header, NOW);
      if (seconds !== undefined) expect(seconds).to.satisfy(Number.isInteger).and.be.within(1, 3600);
    },
    place: (text) => text,
    pieces: ['9', '2026-', 'Thu, ', ' (', ')'],
  }),
  fuzz('oauth/find-missing-scopes.ts findMissingScopes', {
    input: fc.record({
      provider,
      granted: option(textOf('meeting:write', ' ', ',', 'meeting:update:meeting')),
    }),
    run: ({ provider, granted }) => findMissingScopes(provider, granted),
    place: (granted) => ({ provider: createProviderLike('zoom'), granted }),
    pieces: ['a ', ' ', ','],
  }),
];
