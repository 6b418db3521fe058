import { expect } from 'chai';
import fc from 'fast-check';
import { listKnownVariables } from '../../src/config/settings/known-variables.ts';
import { listSettingsReport } from '../helpers/list-settings-report.ts';
import { measure } from './fuzzed-parser.ts';

/** A secret that somebody put into some variable. No message repeats it, whichever variable it is. */
const CANARY = 'hunter2CANARY0451';

const VALUES: readonly string[] = [
  CANARY,
  `${CANARY}\r\n`,
  ` ${CANARY} `,
  `"${CANARY}"`,
  `https://user:${CANARY}@example.com`,
  `https://example.com/?key=${CANARY}`,
  `redis://:${CANARY}@cache:6379`,
  `k1:${CANARY}`,
  `a=${CANARY},${CANARY}`,
  `-----BEGIN PRIVATE KEY-----\n${CANARY}\n-----END PRIVATE KEY-----`,
  `requestsPerSecond=${CANARY}`,
  `10.0.0.0/8,${CANARY}`,
  `${CANARY}.example.com`,
  '/key',
  '/certificate',
  '/secret',
  '/absent',
  'null',
  'true',
  'pem',
  'otlp',
  '0',
  '8878',
  '-1',
  '1e3',
  '99999999999999999999',
  '\u00a0',
  '\ud800',
  '__proto__',
  'constructor',
  '{}',
  'x'.repeat(100_000),
];

const FILES = {
  '/key': `-----BEGIN PRIVATE KEY-----\n${CANARY}\n-----END PRIVATE KEY-----\n`,
  '/certificate': `-----BEGIN CERTIFICATE-----\n${CANARY}\n-----END CERTIFICATE-----\n`,
  '/secret': `${CANARY}\n`,
};

const NAMES = [
  ...listKnownVariables(),
  'OAUTH_HOST',
  'TLSFILE',
  'DOMI_X',
  'DOMI_SEALKEYS',
  '__proto__',
  'constructor',
  'HTTPS_PROXY',
];

/** Milliseconds of CPU time; far above what an environment needs. */
const PATIENCE = 3000;

function checkReport(environment: Record<string, string>): void {
  // The one makes files, and the other is a path that a message must name.
  for (const name of ['DOMI_AUDIT_LOG', 'DOMI_CONFIG']) delete environment[name];
  let report: ReturnType<typeof listSettingsReport> = { faults: [], warnings: [] };
  const taken = measure(() => {
    report = listSettingsReport(environment, FILES);
  });
  expect(taken).to.be.below(PATIENCE);
  const { faults, warnings } = report;
  for (const fault of faults) expect(fault).to.match(/^(built-in record [\w-]+|\w[\w./]*(:\d+:\d+)?): \S/);
  expect([...faults, ...warnings].join('\n'))
    .to.not.include(CANARY)
    .and.not.match(/undefined|\[object|NaN/);
}

describe('any environment', function () {
  this.timeout(120_000);

  it('with one setting that is anything, gives a report without secrets', () => {
    for (const name of NAMES) for (const value of VALUES) checkReport({ [name]: value });
  });

  it('with many settings that are anything, gives a report without secrets', () => {
    const settings = fc.dictionary(fc.constantFrom(...NAMES), fc.constantFrom(...VALUES), {
      minKeys: 2,
      maxKeys: 12,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(settings, (environment) => checkReport({ ...environment })),
      { numRuns: 1500 },
    );
  });

  it('with names and values that are any text, gives a report', () => {
    const name = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.string({ maxLength: 20 }).map((end) => `DOMI_${end}`),
    );
    const environment = fc.dictionary(name, fc.string({ unit: 'binary', maxLength: 60 }), {
      maxKeys: 20,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(environment, (settings) => checkReport({ ...settings })),
      { numRuns: 500 },
    );
  });
});
