import { expect } from 'chai';
import { createDemoLog } from '../../src/sandbox/demo-log.ts';
import { type LogLine, narrate } from '../../src/sandbox/narrate.ts';

const ROUTE = { kind: 'access', provider: 'zoom' };

describe('the sentences of the demo', () => {
  const rows: [line: LogLine, sentence: RegExp | undefined][] = [
    [{ ...ROUTE, route: 'landing', status: 200 }, /^\[1\] +A browser opens the page/],
    [{ ...ROUTE, route: 'start', status: 302 }, /begins.* to Zoom/],
    [
      { ...ROUTE, route: 'start', status: 429, error: 'rate_limited' },
      /cannot begin: status 429, rate_limited\.$/,
    ],
    [{ ...ROUTE, route: 'callback', status: 303 }, /Zoom sends the browser back with a code/],
    [
      { ...ROUTE, route: 'callback', status: 400, error: 'access_denied' },
      /ends here: status 400, access_denied\./,
    ],
    [
      { ...ROUTE, route: 'token-page', status: 200, grant_type: 'authorization_code' },
      /^\[2\] .*shows the refresh token/,
    ],
    [{ ...ROUTE, route: 'token-page', status: 200 }, /no code waits/],
    [
      { ...ROUTE, route: 'token-page', status: 502, error: 'provider_unreachable' },
      /No token from Zoom: status 502/,
    ],
    [
      { ...ROUTE, route: 'refresh', status: 200, served: 'provider' },
      /^\[3, 4b\] .*gets new tokens from Zoom/,
    ],
    [{ ...ROUTE, route: 'refresh', status: 200, served: 'replayed' }, /the same answer again/],
    [{ ...ROUTE, route: 'refresh', status: 200, served: 'coalesced' }, /one call to Zoom/],
    [
      { ...ROUTE, route: 'refresh', status: 400, error: 'invalid_grant' },
      /^\[4c\] +A refresh fails: status 400, invalid_grant\./,
    ],
    [{ ...ROUTE, route: 'revoke', status: 200 }, /^\[revoke\] .*ends it at Zoom/],
    [
      { ...ROUTE, route: 'revoke', status: 400, error: 'unsupported_token_type' },
      /cannot give .*unsupported_token_type/,
    ],
    [{ ...ROUTE, route: 'start', status: 302, provider: 'acme-meet' }, /to Acme Meet/],
    [{ ...ROUTE, route: 'assets', status: 200 }, undefined],
    [{ kind: 'upstream', provider: 'zoom' }, undefined],
    [{ kind: 'sandbox', service: 'webex', event: 'meeting-created' }, /creates a meeting, straight at Webex/],
    [{ kind: 'sandbox', service: 'webex', event: 'access-token-refused' }, /Webex refuses an access token/],
  ];
  for (const [line, sentence] of rows)
    it(`${JSON.stringify(line)} ${sentence === undefined ? 'is no step' : `is ${sentence}`}`, () => {
      if (sentence === undefined) expect(narrate(line)).to.equal(undefined);
      else expect(narrate(line)).to.match(sentence);
    });

  it('are printed at any level, without the lines that they are made of', () => {
    for (const level of ['warn', 'error', 'silent']) {
      const printed: string[] = [];
      const log = createDemoLog((sentence) => printed.push(sentence), level);
      log.info({ kind: 'access', route: 'landing', status: 200 }, 'request');
      log.info({ kind: 'access', route: 'assets', status: 200 }, 'request');
      expect(printed, level).to.deep.equal(['[1]      A browser opens the page with all services.']);
    }
  });
});
