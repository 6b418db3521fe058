import { expect } from 'chai';
import { type DomiError, ERROR_CATALOGUE, type ErrorCode } from '../../src/oauth/errors.ts';
import type { ProviderResponse } from '../../src/oauth/provider-response.ts';
import { parseRevocationResponse, parseTokenResponse } from '../../src/oauth/token-response.ts';
import { createProviderLike, createTestProvider } from '../helpers/providers.ts';

const NOW = new Date('2026-11-24T12:00:00Z');

function parseFrom(answer: ProviderResponse, id = 'plain') {
  return parseTokenResponse(createProviderLike(id), answer, NOW);
}

function catchError(run: () => unknown): DomiError {
  try {
    run();
  } catch (error) {
    return error as DomiError;
  }
  throw new Error('nothing was thrown');
}

describe('parseTokenResponse', () => {
  const token = { access_token: 'AT', token_type: 'Bearer' };

  it('takes a complete answer apart', () => {
    const body = JSON.stringify({ ...token, refresh_token: 'RT', expires_in: 3600, scope: 'a b' });
    expect(parseFrom({ status: 200, body })).to.deep.equal({
      accessToken: 'AT',
      refreshToken: 'RT',
      tokenType: 'Bearer',
      expiresIn: 3600,
      scope: 'a b',
      moments: { expiresAt: NOW.getTime() + 3_600_000 },
      extra: {},
    });
  });

  it('forgives what services leave out or send otherwise: no token_type, text and null members', () => {
    const body = JSON.stringify({
      access_token: 'AT',
      refresh_token: null,
      expires_in: '60',
      scope: ['a', 'b'],
    });
    expect(parseFrom({ status: 200, body })).to.deep.equal({
      accessToken: 'AT',
      tokenType: 'Bearer',
      expiresIn: 60,
      scope: 'a b',
      moments: { expiresAt: NOW.getTime() + 60_000 },
      extra: {},
    });
  });

  it('keeps the tokens of an answer when everything else in it is odd', () => {
    const odd = { token_type: 1, expires_in: {}, scope: [1, 'a'], refresh_token_expires_in: [] };
    const body = JSON.stringify({ access_token: 'AT', refresh_token: 'RT', ...odd });
    expect(parseTokenResponse(createTestProvider(), { status: 200, body }, NOW)).to.deep.equal({
      accessToken: 'AT',
      refreshToken: 'RT',
      tokenType: 'Bearer',
      scope: 'a',
      moments: {},
      extra: {},
    });
  });

  it('lets through only members that the record names, and only scalars', () => {
    const provider = createTestProvider({ tokenResponse: { extra: ['api_url', 'nested', '__proto__'] } });
    const body =
      '{"access_token":"AT","api_url":"https://eu.example.com","nested":{"a":1},"id_token":"x","__proto__":"y"}';
    const { extra } = parseTokenResponse(provider, { status: 200, body }, NOW);
    expect(Object.entries(extra)).to.deep.equal([['api_url', 'https://eu.example.com']]);
  });

  it('finds members that stand elsewhere', () => {
    const provider = createTestProvider({
      tokenResponse: { accessToken: '/data/token/0', refreshToken: '/data/re~1fresh' },
    });
    const body = JSON.stringify({ data: { token: ['AT'], 're/fresh': 'RT' } });
    expect(parseTokenResponse(provider, { status: 200, body }, NOW)).to.include({
      accessToken: 'AT',
      refreshToken: 'RT',
    });
  });

  const AZURE = (code: string, error: string): string =>
    JSON.stringify({
      error,
      error_description: `${code}: something.\r\nTrace ID: 1\r\nTimestamp: now`,
      error_codes: [1],
    });
  const WEBEX_TEXT = 'The refresh token provided is expired, revoked, malformed, or invalid.';

  const rows: [what: string, provider: string, answer: ProviderResponse, code: ErrorCode][] = [
    ['HTML', 'plain', { status: 200, body: '<!DOCTYPE html><p>hi' }, 'provider_invalid_answer'],
    ['an empty body', 'plain', { status: 200, body: '' }, 'provider_invalid_answer'],
    ['an array', 'plain', { status: 200, body: '[]' }, 'provider_invalid_answer'],
    ['a string', 'plain', { status: 200, body: '"x"' }, 'provider_invalid_answer'],
    ['null', 'plain', { status: 200, body: 'null' }, 'provider_invalid_answer'],
    ['truncated JSON', 'plain', { status: 200, body: '{"access_token":"AT"' }, 'provider_invalid_answer'],
    ['a number as token', 'plain', { status: 200, body: '{"access_token":1}' }, 'provider_invalid_answer'],
    ['an empty token', 'plain', { status: 200, body: '{"access_token":""}' }, 'provider_invalid_answer'],
    ['no token', 'plain', { status: 200, body: '{"ok":true}' }, 'provider_invalid_answer'],
    ['an error with 200', 'plain', { status: 200, body: '{"error":"invalid_grant"}' }, 'invalid_grant'],
    [
      'an unknown error',
      'plain',
      { status: 400, body: '{"error":"constructor"}' },
      'provider_rejected_request',
    ],
    ['an error that is no string', 'plain', { status: 400, body: '{"error":{}}' }, 'provider_invalid_answer'],
    ['text with 429', 'plain', { status: 429, body: 'Too Many Requests' }, 'rate_limited'],
    [
      '429 that calls the token dead',
      'plain',
      { status: 429, body: '{"error":"invalid_grant"}' },
      'rate_limited',
    ],
    ['500', 'plain', { status: 500, body: '{"error":"invalid_grant"}' }, 'provider_failed'],
    ['503', 'plain', { status: 503, body: 'busy' }, 'temporarily_unavailable'],
    ['a redirect', 'plain', { status: 302, body: '' }, 'provider_invalid_answer'],
    ['401 without words', 'plain', { status: 401, body: '' }, 'client_credentials_refused'],
    ['404', 'plain', { status: 404, body: 'not here' }, 'provider_invalid_answer'],
    [
      'bad client',
      'plain',
      { status: 401, body: '{"error":"invalid_client"}' },
      'client_credentials_refused',
    ],
    [
      'consent needed',
      'teams',
      { status: 400, body: AZURE('AADSTS65001', 'consent_required') },
      'invalid_grant',
    ],
    [
      'dead at Microsoft',
      'teams',
      { status: 400, body: AZURE('AADSTS700082', 'invalid_grant') },
      'invalid_grant',
    ],
    [
      'looping at Microsoft',
      'teams',
      { status: 400, body: AZURE('AADSTS50196', 'invalid_grant') },
      'rate_limited',
    ],
    [
      'dead at Zoom',
      'zoom',
      { status: 400, body: '{"reason":"Invalid Token!","error":"invalid_grant"}' },
      'invalid_grant',
    ],
    ['dead at Zoom, older', 'zoom', { status: 401, body: '{"reason":"Invalid Token!"}' }, 'invalid_grant'],
    [
      'bad client at Zoom',
      'zoom',
      { status: 400, body: '{"reason":"Invalid client_id or client_secret","error":"invalid_client"}' },
      'client_credentials_refused',
    ],
    [
      'dead at Webex',
      'webex',
      { status: 400, body: JSON.stringify({ error: 'invalid_request', error_description: WEBEX_TEXT }) },
      'invalid_grant',
    ],
    [
      'dead behind the gateway of Webex',
      'webex',
      {
        status: 400,
        body: JSON.stringify({ message: `POST failed: HTTP/1.1 400 (error = '${WEBEX_TEXT}')`, errors: [] }),
      },
      'invalid_grant',
    ],
    [
      'another invalid_request at Webex',
      'webex',
      { status: 400, body: '{"error":"invalid_request","error_description":"redirect_uri is missing"}' },
      'provider_rejected_request',
    ],
    [
      'bad client behind the gateway of Webex',
      'webex',
      { status: 401, body: '{"message":"POST failed: HTTP/1.1 401","errors":[{"description":"x"}]}' },
      'client_credentials_refused',
    ],
  ];
  for (const [what, provider, answer, code] of rows) {
    it(`calls ${what} ${code}`, () => {
      expect(catchError(() => parseFrom(answer, provider)).code).to.equal(code);
    });
  }

  it('passes on how long to wait, bounded, in all three notations', () => {
    const wait = (retryAfter: string | undefined): string | undefined =>
      catchError(() => parseFrom({ status: 429, body: '', retryAfter })).headers['Retry-After'];
    expect(wait('17')).to.equal('17');
    expect(wait('Tue, 24 Nov 2026 12:00:40 GMT')).to.equal('40');
    expect(wait('2026-11-24T12:01:00Z')).to.equal('60');
    expect(wait('2027-11-24T12:01:00Z')).to.equal('3600');
    expect(wait('0')).to.equal('1');
    expect(wait('soon')).to.equal('30');
    expect(wait(undefined)).to.equal('30');
  });

  it('repeats nothing of the answer', () => {
    const body = '{"error":"invalid_grant","error_description":"CANARY"}';
    const error = catchError(() => parseFrom({ status: 400, body }));
    expect(JSON.stringify({ ...error, message: error.message, stack: '' })).to.not.include('CANARY');
    expect(error.description).to.equal(ERROR_CATALOGUE.invalid_grant.description);
  });
});

describe('parseRevocationResponse', () => {
  const provider = createProviderLike('zoom');
  const outcome = (answer: ProviderResponse): string => {
    try {
      return parseRevocationResponse(provider, answer, NOW);
    } catch (error) {
      return (error as DomiError).code;
    }
  };

  it('is content with any success, and tells it from a token that is not known', () => {
    expect(outcome({ status: 200, body: '' })).to.equal('revoked');
    expect(outcome({ status: 200, body: '{"status":"success"}' })).to.equal('revoked');
    expect(outcome({ status: 204, body: '' })).to.equal('revoked');
    expect(outcome({ status: 400, body: '{"error":"invalid_token"}' })).to.equal('unknown');
    expect(outcome({ status: 400, body: '{"reason":"Invalid Token!"}' })).to.equal('unknown');
  });

  it('reports what leaves the token alive', () => {
    expect(outcome({ status: 400, body: '{"error":"unsupported_token_type"}' })).to.equal(
      'unsupported_token_type',
    );
    expect(outcome({ status: 400, body: '{"error":"invalid_client"}' })).to.equal(
      'client_credentials_refused',
    );
    expect(outcome({ status: 503, body: '' })).to.equal('temporarily_unavailable');
    expect(outcome({ status: 200, body: '{"error":"server_error"}' })).to.equal('provider_failed');
  });
});
