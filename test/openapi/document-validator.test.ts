import { expect } from 'chai';
import { buildErrorAnswer } from '../../src/oauth/build-error-answer.ts';
import { DomiError } from '../../src/oauth/errors.ts';
import { describeInterface } from '../../src/openapi/describe-interface.ts';
import { createDocumentValidator } from '../helpers/documented/document-validator.ts';
import type { Exchange } from '../helpers/documented/exchange.ts';

const ID = '7K3F9QZ1XA';

const TOKENS = {
  access_token: 'AT',
  refresh_token: 'RT',
  token_type: 'Bearer',
  expires_in: 3600,
  expires_at: '2026-11-27T10:00:00Z',
};

const DEAD = buildErrorAnswer(new DomiError('invalid_grant'), ID, {
  startUrl: 'https://domi.example.com/dominoZoom/index.html',
});

const HEADERS = {
  'content-type': 'application/json; charset=utf-8',
  'x-request-id': ID,
  'cache-control': 'no-store',
};

interface Change extends Partial<Omit<Exchange, 'body'>> {
  readonly json?: unknown;
  readonly body?: string;
  readonly without?: string;
}

/** A refresh that is documented, apart from what a test changes. */
function createExchange({ json = TOKENS, without, ...change }: Change = {}): Exchange {
  const headers: Record<string, string> = { ...HEADERS, ...(change.headers as Record<string, string>) };
  if (without !== undefined) delete headers[without];
  return {
    port: 'web',
    method: 'GET',
    path: '/dominoZoomRefresh',
    status: 200,
    body: JSON.stringify(json),
    ...change,
    headers,
  };
}

const refuse = (code: ConstructorParameters<typeof DomiError>[0]): unknown =>
  buildErrorAnswer(new DomiError(code), ID);

describe('an answer beside the document', () => {
  const { findFaults } = createDocumentValidator(
    describeInterface({
      version: '0',
      publicUrl: undefined,
      providers: [
        {
          label: 'Zoom',
          path: 'dominoZoom',
          callback: 'zoomCallback',
          webhookPath: 'zoomWebhook',
        },
      ],
    }),
  );

  const SOUND: readonly (readonly [what: string, change: Change])[] = [
    ['new tokens', {}],
    ['new tokens below a prefix', { path: '/acme/emea/dominoZoomRefresh?x=1' }],
    ['new tokens with doubled and final slashes', { path: '//dominoZoomRefresh/' }],
    ['a dead token', { status: 400, json: DEAD }],
    ['a body of another member that is allowed', { json: { ...TOKENS, api_url: 'https://api.example.com' } }],
    ['an unknown address', { path: '/nobody', status: 404, json: refuse('not_found') }],
    [
      'another method',
      {
        method: 'PUT',
        status: 405,
        headers: { allow: 'POST, GET' },
        json: refuse('method_not_allowed'),
      },
    ],
    ['a taken delivery', { method: 'POST', path: '/zoomWebhook', json: {} }],
    ['the landing page', { path: '/', headers: { 'content-type': 'text/html; charset=utf-8' }, body: '<p>' }],
    [
      'a probe',
      {
        port: 'management',
        path: '/readyz',
        status: 503,
        headers: { 'content-type': 'text/plain' },
        body: 'no',
      },
    ],
  ];
  for (const [what, change] of SOUND) {
    it(`when it is ${what}, has no fault`, () => {
      expect(findFaults(createExchange(change))).to.deep.equal([]);
    });
  }

  const FAULTY: readonly (readonly [what: string, change: Change, fault: RegExp])[] = [
    ['a status that is not documented', { status: 418 }, /status 418/],
    ['a success where none is', { path: '/nobody' }, /status 200/],
    ['a success of another port', { path: '/openapi.json' }, /status 200/],
    ['a success by another method', { method: 'DELETE' }, /status 200/],
    ['no request id', { without: 'x-request-id' }, /X-Request-Id is missing/],
    ['a request id of another form', { headers: { 'x-request-id': 'abc' } }, /X-Request-Id is "abc"/],
    ['an answer that caches may keep', { headers: { 'cache-control': 'max-age=9' } }, /Cache-Control is/],
    ['another content type', { headers: { 'content-type': 'text/html' } }, /text\/html is not documented/],
    ['no content type', { without: 'content-type' }, /none is not documented/],
    ['half of its body', { body: '{"access' }, /not JSON/],
    ['a member less', { json: { ...TOKENS, refresh_token: undefined } }, /refresh_token/],
    ['a member of another type', { json: { ...TOKENS, expires_in: '3600' } }, /expires_in must be integer/],
    ['a nested member', { json: { ...TOKENS, extra: {} } }, /extra must be/],
    [
      'a moment with an offset',
      { json: { ...TOKENS, expires_at: '2026-11-27T10:00:00+01:00' } },
      /expires_at/,
    ],
    ['an error of another status', { status: 400, json: refuse('provider_timeout') }, /body/],
    ['an error with a member more', { status: 400, json: { ...DEAD, detail: 1 } }, /body/],
    ['an error with another action', { status: 400, json: { ...DEAD, action: 'retry' } }, /body/],
    ['no challenge', { status: 401, json: refuse('invalid_token') }, /WWW-Authenticate is missing/],
    ['no Retry-After', { status: 503, json: refuse('overloaded') }, /Retry-After is missing/],
    ['no Allow', { method: 'PUT', status: 405, json: refuse('method_not_allowed') }, /Allow is missing/],
    [
      'an Allow that lacks a method',
      { method: 'PUT', status: 405, headers: { allow: 'GET' }, json: refuse('method_not_allowed') },
      /Allow has GET, and documented are GET, POST/,
    ],
    ['an error of sign-ins on a refresh', { status: 400, json: refuse('invalid_flow') }, /body/],
  ];
  for (const [what, change, fault] of FAULTY) {
    it(`when it has ${what}, has a fault`, () => {
      expect(findFaults(createExchange(change)).join('\n')).to.match(fault);
    });
  }
});
