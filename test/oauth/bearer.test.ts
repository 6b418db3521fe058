import { expect } from 'chai';
import type { DomiError } from '../../src/oauth/errors.ts';
import { parseBearer } from '../../src/oauth/parse-bearer.ts';

/** Every visible ASCII character, with a blank between the outer ones. */
const VSCHAR = `!${String.fromCharCode(...Array.from({ length: 0x5f }, (_, index) => 0x20 + index))}`;

describe('parseBearer', () => {
  const good: [string, string][] = [
    ['Bearer abc', 'abc'],
    ['bearer abc', 'abc'],
    ['BEARER  abc', 'abc'],
    ['Bearer abc  ', 'abc'],
    ['Bearer a-b._~+/c==', 'a-b._~+/c=='],
    ['Bearer 0.AXoA*!$|x', '0.AXoA*!$|x'],
    ['Bearer a b', 'a b'],
    ['Bearer   a  b   ', 'a  b'],
    ['Bearer a,b', 'a,b'],
    ['Bearer "a"', '"a"'],
    ['Bearer a\\b', 'a\\b'],
    ['Bearer Bearer a', 'Bearer a'],
    [`Bearer ${VSCHAR}`, VSCHAR],
  ];
  for (const [header, token] of good) {
    it(`reads ${JSON.stringify(header)}`, () => expect(parseBearer(header)).to.equal(token));
  }

  const bad = [
    '',
    'Bearer',
    'Bearer ',
    'Basic abc',
    'abc',
    'Bearer ä',
    'Bearer a\tb',
    'Bearer \ta',
    'Bearer a\u0000',
    'Bearer a\r\nb',
    'Bearer a\u007f',
    'Bearer a\u00a0',
    'Bearer    ',
    'Bearera',
    'Bearer\ta',
  ];
  for (const header of [undefined, ...bad]) {
    it(`refuses ${JSON.stringify(header)} with a challenge`, () => {
      let caught: DomiError | undefined;
      try {
        parseBearer(header);
      } catch (error) {
        caught = error as DomiError;
      }
      expect(caught?.status).to.equal(401);
      // RFC 6750 section 3.1: no error code for a request without credentials, or with another scheme.
      const challenge = /^bearer(\s|$)/i.test(header ?? '')
        ? 'Bearer realm="domi", error="invalid_token"'
        : 'Bearer realm="domi"';
      expect(caught?.headers['WWW-Authenticate']).to.equal(challenge);
    });
  }

  it('takes time in proportion to the length, whatever is in it', () => {
    const started = performance.now();
    for (const filler of [' ', ',', 'a', ' a']) {
      expect(() => parseBearer(`Bearer ${filler.repeat(32_000)}\u0007`)).to.throw();
    }
    expect(performance.now() - started).to.be.below(1000);
  });
});
