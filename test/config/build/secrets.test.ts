import { expect } from 'chai';
import type { Provider } from '../../../src/oauth/provider.ts';
import { listSecrets } from '../../helpers/providers.ts';
import { type FaultRow, listFaults, validateText } from '../../helpers/validate-text.ts';

/** Where ids and secrets come from. */
const ROWS: readonly FaultRow[] = [
  [
    'a file that is not there',
    'providers: { zoom: { clientSecret: { file: /absent } } }',
    ['p.yaml:1:36: cannot read /absent (ENOENT)'],
  ],
  [
    'an empty file',
    'providers: { zoom: { clientSecret: { file: /empty } } }',
    ['p.yaml:1:36: /empty is empty'],
  ],
  [
    'a file that is no secret',
    'providers: { zoom: { clientSecret: { file: /large } } }',
    ['p.yaml:1:36: /large is larger than 64 KiB: that is not a secret'],
  ],
  [
    'a variable that is given twice',
    'providers: { zoom: { clientSecret: { env: TWICE } } }',
    ['TWICE: is set twice: set either TWICE or TWICE_FILE'],
  ],
  [
    'one source twice',
    'providers: { zoom: { clientSecret: [{ env: A }, { env: A }] } }',
    ['p.yaml:1:36: clientSecret lists the same source twice: remove one of the two'],
  ],
  [
    'an expiry that is no date',
    'providers: { zoom: { clientSecret: { env: A, expiresAt: soon } } }',
    ['p.yaml:1:57: expiresAt of clientSecret is not a date such as 2027-06-01'],
  ],
  [
    'an expiry that no calendar has',
    'providers: { zoom: { clientSecret: [{ env: A, expiresAt: 2027-02-30 }, { env: B }] } }',
    ['p.yaml:1:58: expiresAt of entry 1 of clientSecret is not a date such as 2027-06-01'],
  ],
  [
    'an expiry with half a time',
    'providers: { zoom: { clientSecret: { env: A, expiresAt: "2027-02-01T10" } } }',
    ['p.yaml:1:57: expiresAt of clientSecret is not a date such as 2027-06-01'],
  ],
];

const WARNINGS: readonly FaultRow[] = [
  [
    'a variable that is not set',
    'providers: { zoom: { clientSecret: { env: NOT_SET } } }',
    ['p.yaml:1:20: zoom is not enabled: it has no client secret (NOT_SET not set)'],
  ],
  [
    'a variable with the name of a method',
    'providers: { zoom: { clientSecret: { env: constructor } } }',
    ['p.yaml:1:20: zoom is not enabled: it has no client secret (the variable named here not set)'],
  ],
  [
    'one of two that is not set',
    'providers: { zoom: { clientSecret: [{ env: A }, { env: NOT_SET }] } }',
    ['p.yaml:1:49: entry 2 of clientSecret has no value: NOT_SET is not set'],
  ],
  [
    'an expiry that is past',
    'providers: { zoom: { clientSecret: { env: A, expiresAt: 2026-01-01 } } }',
    ['p.yaml:1:57: clientSecret has expired: the date in expiresAt is in the past'],
  ],
  [
    'a placeholder for a secret',
    'providers: { zoom: { clientSecret: { env: PLACE } } }',
    ['p.yaml:1:36: clientSecret looks like a placeholder'],
  ],
  [
    'a placeholder for a client id',
    'providers: { zoom: { clientId: { value: your-client-id } } }',
    ['p.yaml:1:32: the client id looks like a placeholder'],
  ],
  [
    'nothing for either',
    'providers: { zoom: { clientId: { env: NOT_SET }, clientSecret: { env: NOT_SET_EITHER } } }',
    ['p.yaml:1:20: zoom is not enabled: it has no client id (NOT_SET not set)'],
  ],
];

const ENVIRONMENT = { A: 'a-secret', B: 'b-secret', PLACE: 'changeme', TWICE: 'x', TWICE_FILE: 'y' };
const FILES = { '/empty': '\n', '/large': 'x'.repeat(70_000), '/crlf': 'from a file \r\n' };

describe('the secrets of a provider file', () => {
  for (const [what, text, faults] of ROWS) {
    it(`${what}, when validated, is reported as ${faults.join(' and ')}`, () => {
      expect(listFaults(text, { environment: ENVIRONMENT, files: FILES })).to.deep.equal(faults);
    });
  }

  for (const [what, text, warnings] of WARNINGS) {
    it(`${what}, when validated, is warned of as ${warnings.join(' and ')}`, () => {
      expect(validateText(text, { environment: ENVIRONMENT, files: FILES }).warnings).to.deep.equal(warnings);
    });
  }

  const zoomOf = (clientSecret: string): Provider | undefined =>
    validateText(`providers: { zoom: { clientSecret: ${clientSecret} } }`, {
      environment: ENVIRONMENT,
      files: FILES,
    }).tenants[0]?.providers[0]?.provider;

  it('in a list, when all are there, are kept in their order', () => {
    expect(zoomOf('[{ file: /crlf }, { env: B }, { env: A }]')?.clientCredentials).to.deep.equal(
      listSecrets('from a file ', 'b-secret', 'a-secret'),
    );
  });

  it('in a list, when one is not there, are the others', () => {
    expect(zoomOf('[{ env: NOT_SET }, { env: B }]')?.clientCredentials).to.deep.equal(
      listSecrets('b-secret'),
    );
  });

  for (const [now, hasExpired] of [
    ['2027-06-01T00:00:00Z', false],
    ['2027-06-01T23:59:59Z', false],
    // Noon at UTC is midnight at UTC-12, where a day ends last.
    ['2027-06-02T11:59:59Z', false],
    ['2027-06-02T12:00:00Z', true],
  ] as const)
    it(`with a date of expiry alone, ${hasExpired ? 'have' : 'have not'} expired at ${now}`, () => {
      const text = 'providers: { zoom: { clientSecret: { env: A, expiresAt: 2027-06-01 } } }';
      const { warnings } = validateText(text, { environment: ENVIRONMENT, now: new Date(now) });
      expect(warnings).to.deep.equal(
        hasExpired ? ['p.yaml:1:57: clientSecret has expired: the date in expiresAt is in the past'] : [],
      );
    });

  it('with dates of expiry, when there are several, work until the last one', () => {
    expect(zoomOf('{ env: A }')?.clientCredentialsExpireAt).to.equal(undefined);
    expect(zoomOf('{ env: A, expiresAt: 2027-06-01 }')?.clientCredentialsExpireAt).to.equal(
      Date.UTC(2027, 5, 2, 12) / 1000,
    );
    expect(
      zoomOf('[{ env: A, expiresAt: "2027-06-01T12:00:00+02:00" }, { env: B, expiresAt: 2026-12-01 }]')
        ?.clientCredentialsExpireAt,
    ).to.equal(Date.UTC(2027, 5, 1, 10) / 1000);
  });
});
