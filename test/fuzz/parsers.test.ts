import { expect } from 'chai';
import fc from 'fast-check';
import { readSources } from '../architecture/source-files.ts';
import { FILE_PARSERS } from './file-parsers.ts';
import { BUDGET, type FuzzedParser, measure } from './fuzzed-parser.ts';
import { OAUTH_PARSERS } from './oauth-parsers.ts';
import { SIGNS } from './texts.ts';
import { WIRE_PARSERS } from './wire-parsers.ts';

const PARSERS: readonly FuzzedParser[] = [...OAUTH_PARSERS, ...WIRE_PARSERS, ...FILE_PARSERS];

/** Those behind another one, which hands on to them what it gets. */
const BEHIND: Readonly<Record<string, string>> = {
  'oauth/token-moments.ts findTokenMoments': 'oauth/token-response.ts parseTokenResponse',
  'oauth/classify-failure.ts classifyFailure': 'oauth/token-response.ts parseTokenResponse',
  'oauth/classify-failure.ts findMeaning': 'oauth/token-response.ts parseTokenResponse',
  'oauth/find-error-number.ts findErrorNumber': 'oauth/token-response.ts parseRevocationResponse',
  'oauth/provider-error.ts readProviderError': 'oauth/token-response.ts parseRevocationResponse',
  'oauth/provider-error.ts readRedirectError': 'oauth/authorization-response.ts parseAuthorizationResponse',
  'oauth/classify-authorization-error.ts classifyAuthorizationError':
    'oauth/authorization-response.ts parseAuthorizationResponse',
};

/** What the names of parsers begin with; in the core, which gets nothing but what clients and providers send, some more. */
const PARSER_NAME = /^export (?:async )?function ((?:parse|decode|match|verify)\w*)/gm;
const CORE_NAME = /^export (?:async )?function ((?:parse|read|find|classify)\w*)/gm;

const RUNS = 1000;

/** Characters of a long text; more than a request head may have, and half of what a provider may answer. */
const LONG = 32 * 1024;
/** Milliseconds below which a measurement says nothing about growth. */
const MEASURABLE = 10;
/** Of the CPU time, for twice the length. In proportion it would be 2; a square makes it 4. */
const GROWTH = 3.2;

describe('parsers of what comes from outside', function () {
  this.timeout(60_000);

  it('when one is added, is on the list, or behind another one', () => {
    const found = readSources()
      .filter(({ folder }) => folder !== 'sandbox')
      .flatMap(({ path, folder, code }) =>
        [...code.matchAll(folder === 'oauth' ? CORE_NAME : PARSER_NAME)].map(([, name]) => `${path} ${name}`),
      );
    const listed = PARSERS.map(({ name }) => name);
    expect(found.filter((name) => !listed.includes(name) && !Object.hasOwn(BEHIND, name))).to.deep.equal([]);
    expect(listed).to.include.members(Object.values(BEHIND));
    expect(found).to.include.members(Object.keys(BEHIND));
    expect(found, 'what the rule must see').to.include('webhooks/parse-event.ts parseEvent');
  });

  for (const { name, property, parseText, pieces } of PARSERS) {
    it(`${name}: any input gives a value or a documented error, within ${BUDGET} ms`, () => {
      fc.assert(property, { numRuns: RUNS });
    });

    if (parseText === undefined) continue;
    it(`${name}: the time is in proportion to the length, whatever is repeated`, () => {
      for (const piece of new Set([...pieces, ...SIGNS])) {
        const half = best(() => parseText(repeat(piece, LONG / 2)));
        const whole = best(() => parseText(repeat(piece, LONG)));
        const shown = `${JSON.stringify(piece)}: ${half.toFixed(1)} ms, then ${whole.toFixed(1)} ms`;
        expect(whole, shown).to.be.below(BUDGET);
        if (whole > MEASURABLE) expect(whole / half, shown).to.be.below(GROWTH);
      }
    });
  }
});

const repeat = (piece: string, length: number): string => piece.repeat(Math.ceil(length / piece.length));

/** The least of several measurements; one is enough where there is nothing to measure. */
function best(act: () => void): number {
  let least = measure(act);
  for (let attempt = 0; attempt < 4 && least > MEASURABLE; attempt += 1)
    least = Math.min(least, measure(act));
  return least;
}
