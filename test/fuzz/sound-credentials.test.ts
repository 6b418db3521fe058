import { expect } from 'chai';
import fc from 'fast-check';
import { ConfigError } from '../../src/config/report/config-error.ts';
import { readSecrets } from '../helpers/providers.ts';
import { validateText } from '../helpers/validate-text.ts';
import { UNICODE } from './encodings.ts';

const RUNS = 1000;

/** What editors, shells, spreadsheets and web pages leave around a value; none of it is part of an id or a secret. */
const residue = fc
  .array(fc.constantFrom('\r', '\n', '\r\n', '\ufeff', '\u00a0', '\t', '\u200b'), { maxLength: 3 })
  .map((signs) => signs.join(''));

/** RFC 6749 appendix A.1 and A.2, without what DOMI warns of: blanks and quotes at the ends. */
const credential = fc
  .tuple(fc.constantFrom(...'aZ9'), fc.string({ maxLength: 20 }), fc.constantFrom(...'aZ9'))
  .map((parts) => parts.join(''));

const SOURCES = ['variable', 'file of a variable', 'file'] as const;

const setting = fc.record({
  credential,
  before: residue,
  after: residue,
  source: fc.constantFrom(...SOURCES),
  encoding: fc.constantFrom(...Object.keys(UNICODE)),
});

type Setting = typeof setting extends fc.Arbitrary<infer T> ? T : never;

/** @returns what goes over the wire; undefined when the secret is refused, by the name of its source */
function readSecret({ credential, before, after, source, encoding }: Setting): string | undefined {
  const text = before + credential + after;
  const reference = source === 'file' ? '{ file: /run/secret }' : '{ env: A_SECRET }';
  try {
    const { tenants } = validateText(`providers: { zoom: { clientSecret: ${reference} } }`, {
      environment: {
        ...(source === 'variable' && { A_SECRET: text }),
        ...(source === 'file of a variable' && { A_SECRET_FILE: '/run/secret' }),
      },
      files: { '/run/secret': (UNICODE[encoding] as (text: string) => Buffer)(text) },
    });
    return readSecrets(tenants[0]?.providers[0]?.provider)[0];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const report = error.faults.map(({ where, message }) => `${where}: ${message}`).join('\n');
    expect(report).to.match(source === 'file' ? /\/run\/secret/ : /^A_SECRET/m);
    expect(report).to.not.include(credential.length > 6 ? credential : '\0');
    return undefined;
  }
}

describe('a client secret that is sound', function () {
  this.timeout(60_000);

  it('goes over the wire without what is left around it, wherever it stands', () => {
    fc.assert(
      fc.property(setting, (input) => {
        expect(readSecret(input), JSON.stringify(input)).to.equal(input.credential);
      }),
      { numRuns: RUNS },
    );
  });
});
