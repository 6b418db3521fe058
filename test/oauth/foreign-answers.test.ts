import { expect } from 'chai';
import fc from 'fast-check';
import type { DomiError, ErrorCode } from '../../src/oauth/errors.ts';
import type { ProviderResponse } from '../../src/oauth/provider-response.ts';
import {
  parseRevocationResponse,
  parseTokenResponse,
  refusesClient,
} from '../../src/oauth/token-response.ts';
import { createTestProvider } from '../helpers/providers.ts';

const NOW = new Date('2026-11-26T12:00:00Z');
const PROVIDER = createTestProvider();
const PAGE = '<!DOCTYPE html><title>Log in</title>';
const JSON_TYPE = 'application/json; charset=utf-8';

function classify(response: ProviderResponse, provider = PROVIDER): { code: ErrorCode; reason?: string } {
  try {
    parseTokenResponse(provider, response, NOW);
  } catch (error) {
    const { code, reason = '' } = error as DomiError;
    return { code, reason };
  }
  throw new Error('it was read as tokens');
}

describe('an answer that no OAuth server has sent', () => {
  const INVALID = 'provider_invalid_answer';
  const REFUSED = 'client_credentials_refused';
  const rows: readonly (readonly [what: string, response: ProviderResponse, code: ErrorCode])[] = [
    ...[400, 401, 403, 404, 407, 451].flatMap((status) => [
      [`a page with ${status}`, { status, body: PAGE }, INVALID] as const,
      [`text with ${status}`, { status, contentType: 'text/plain', body: 'Forbidden' }, INVALID] as const,
    ]),
    ['a page behind blank lines', { status: 401, body: `\r\n\r\n  ${PAGE}` }, INVALID],
    [
      'a page that does not begin with markup',
      { status: 401, contentType: 'text/html', body: 'No.' },
      INVALID,
    ],
    ['XML', { status: 401, contentType: 'text/xml', body: '<?xml version="1.0"?><fault/>' }, INVALID],
    ['an empty page', { status: 401, contentType: 'Text/HTML;charset=utf-8', body: '' }, INVALID],
    [
      'JSON of a gateway',
      { status: 401, contentType: JSON_TYPE, body: '{"message":"Unauthorized"}' },
      INVALID,
    ],
    ['JSON with an error object', { status: 403, body: '{"error":{"code":403,"status":"DENIED"}}' }, INVALID],
    ['a JSON array', { status: 400, body: '[{"error":"invalid_client"}]' }, INVALID],
    ['an empty 403', { status: 403, body: '' }, INVALID],
    ['an empty 400', { status: 400, body: '' }, INVALID],
    // HTTP itself refuses the credentials here, and some servers leave it at that.
    ['an empty 401', { status: 401, body: '' }, REFUSED],
    // The body decides: many services send JSON with a wrong type.
    [
      'JSON as text/html',
      { status: 401, contentType: 'text/html', body: '{"error":"invalid_client"}' },
      REFUSED,
    ],
    ['a page with 429', { status: 429, contentType: 'text/html', body: PAGE }, 'rate_limited'],
    ['a page with 503', { status: 503, contentType: 'text/html', body: PAGE }, 'temporarily_unavailable'],
    ['a page with 500', { status: 500, contentType: 'text/html', body: PAGE }, 'provider_failed'],
  ];
  for (const [what, response, code] of rows) {
    it(`${what}: ${code}`, () => {
      expect(classify(response).code).to.equal(code);
      // Otherwise the next client secret would be tried.
      expect(refusesClient(PROVIDER, response, 'refresh_token')).to.equal(code === REFUSED);
    });
  }

  it('is named as a page for the operator', () => {
    expect(classify({ status: 403, body: PAGE }).reason).to.equal('provider answered 403 with an HTML page');
  });

  it('can still be taught by a rule of the record', () => {
    const provider = createTestProvider({ tokenErrors: [{ text: 'unauthorized', means: 'invalid_client' }] });
    const response = { status: 401, body: '{"message":"Unauthorized"}' };
    expect(classify(response, provider).code).to.equal('client_credentials_refused');
  });

  it('of Dex about a dead token is one, unless the record says otherwise', () => {
    const answer = (text: string, provider = PROVIDER) =>
      classify(
        { status: 400, body: JSON.stringify({ error: 'invalid_request', error_description: text }) },
        provider,
      ).code;
    expect(answer('Refresh token is invalid or has already been claimed by another client.')).to.equal(
      'invalid_grant',
    );
    expect(
      answer('clientID a refresh token (ID b) is invalid or has already been claimed by another client.'),
    ).to.equal('invalid_grant');
    expect(answer('Refresh token expired.')).to.equal('invalid_grant');
    expect(answer('No refresh token is found in request.')).to.equal('provider_rejected_request');
    const busy = createTestProvider({
      tokenErrors: [{ text: 'token expired', means: 'temporarily_unavailable' }],
    });
    expect(answer('Refresh token expired.', busy)).to.equal('temporarily_unavailable');
  });

  it('can be taught by its status, but only when it is JSON', () => {
    const provider = createTestProvider({ tokenErrors: [{ status: 403, means: 'invalid_grant' }] });
    const answer = (status: number, body: string) => classify({ status, body }, provider).code;
    expect(answer(403, '{"message":"no"}')).to.equal('invalid_grant');
    expect(answer(401, '{"message":"no"}')).to.equal('provider_invalid_answer');
    expect(answer(403, PAGE)).to.equal('provider_invalid_answer');
    expect(answer(403, '')).to.equal('provider_invalid_answer');
  });

  it('confirms no revocation, whatever its status', () => {
    const revoke = (response: ProviderResponse) => () => parseRevocationResponse(PROVIDER, response, NOW);
    expect(revoke({ status: 200, contentType: 'text/html', body: PAGE })).to.throw('provider_invalid_answer');
    expect(revoke({ status: 200, body: PAGE })).to.throw('provider_invalid_answer');
    expect(revoke({ status: 200, contentType: 'text/html', body: '' })).to.not.throw();
    expect(revoke({ status: 200, contentType: 'text/plain', body: 'OK' })).to.not.throw();
    expect(revoke({ status: 200, contentType: 'text/html', body: '{"status":"success"}' })).to.not.throw();
  });
});

describe('an app that is gone', () => {
  for (const error of ['deleted_client', 'disabled_client']) {
    it(`(${error}): our credentials are refused, and no other secret is tried`, () => {
      const response = {
        status: 401,
        body: JSON.stringify({ error, error_description: 'The OAuth client…' }),
      };
      expect(classify(response).code).to.equal('client_credentials_refused');
      expect(refusesClient(PROVIDER, response, 'refresh_token')).to.equal(false);
    });
  }
});

describe('a lifetime in seconds', () => {
  const rows: readonly [sent: string, read: number | undefined][] = [
    ['3600', 3600],
    ['"3600"', 3600],
    ['3599.9', 3599],
    ['"3599.9"', 3599],
    ['1', 1],
    ['2147483647', 2_147_483_647],
    ['"2026-11-26T10:00:00Z"', undefined],
    ['"3600s"', undefined],
    ['"1e3"', undefined],
    ['"0x10"', undefined],
    ['" "', undefined],
    ['""', undefined],
    ['"-5"', undefined],
    ['-1', undefined],
    ['0', undefined],
    ['"0"', undefined],
    ['0.5', undefined],
    ['1e400', undefined],
    ['"NaN"', undefined],
    ['"Infinity"', undefined],
    ['1795687200000', undefined],
    ['2147483648', undefined],
    ['null', undefined],
    ['true', undefined],
    ['[3600]', undefined],
    ['{}', undefined],
  ];
  for (const [sent, read] of rows) {
    it(`${sent} is ${read === undefined ? 'left out' : read}`, () => {
      const body = `{"access_token":"AT","expires_in":${sent},"refresh_token_expires_in":${sent}}`;
      const { expiresIn, extra } = parseTokenResponse(PROVIDER, { status: 200, body }, NOW);
      expect(expiresIn).to.equal(read);
      expect(extra['refresh_token_expires_in']).to.equal(read);
    });
  }

  it('is a positive whole number, or nothing, whatever was sent', () => {
    fc.assert(
      fc.property(fc.oneof(fc.jsonValue(), fc.double(), fc.string()), (sent) => {
        const body = JSON.stringify({ access_token: 'AT', expires_in: sent });
        const { expiresIn } = parseTokenResponse(PROVIDER, { status: 200, body }, NOW);
        if (expiresIn !== undefined) expect(expiresIn).to.satisfy(Number.isInteger).and.at.least(1);
      }),
    );
  });
});

describe('a form for an answer', () => {
  const FORM = 'application/x-www-form-urlencoded';
  const read = (body: string, contentType?: string) =>
    parseTokenResponse(PROVIDER, { status: 200, contentType, body }, NOW);

  it('is read when its type says so, as by DOMI 1.x', () => {
    const body = 'access_token=A%2FT+1&refresh_token=RT&expires_in=3600&token_type=bearer&scope=a+b\n';
    for (const contentType of [FORM, `${FORM}; charset=utf-8`, 'text/plain']) {
      expect(read(body, contentType)).to.deep.equal({
        accessToken: 'A/T 1',
        refreshToken: 'RT',
        tokenType: 'bearer',
        expiresIn: 3600,
        scope: 'a b',
        moments: { expiresAt: NOW.getTime() + 3_600_000 },
        extra: {},
      });
    }
  });

  it('may be an error', () => {
    const response = { status: 200, contentType: FORM, body: 'error=invalid_grant&error_description=gone' };
    expect(classify(response).code).to.equal('invalid_grant');
  });

  it('is not read out of other types, pages or texts', () => {
    for (const [body, contentType] of [
      ['access_token=AT', undefined],
      ['access_token=AT', 'text/html'],
      ['<a href="?access_token=AT">', FORM],
      ['see access_token=AT', 'text/plain'],
      ['token=AT', FORM],
      ['', FORM],
    ] as const) {
      const response = { status: 200, contentType, body };
      expect(classify(response).code, `${contentType} ${body}`).to.equal('provider_invalid_answer');
    }
  });

  it('takes time in proportion to its length', () => {
    const started = performance.now();
    for (const part of ['error=&', '&', 'access_token', '=']) {
      const response = { status: 400, contentType: FORM, body: `${part.repeat(10_000)} ` };
      classify({ ...response, body: `${response.body}<` });
    }
    expect(performance.now() - started).to.be.below(1000);
  });
});
