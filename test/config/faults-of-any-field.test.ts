import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import type { ConfigPlan } from '../../src/config/config.ts';
import { PROVIDER_FILE_SCHEMA } from '../../src/config/schema/provider-file.schema.ts';
import { makeKey } from '../../src/onboarding/make-key.ts';
import { PROVIDER_RECORD_SCHEMA } from '../../src/providers/provider-record.schema.ts';
import { validateText } from '../helpers/validate-text.ts';

/** Sound ones of each kind. Two name a file that is not there, but nobody reads it unless a tenant changes something. */
const RECORDS = {
  zoom: {
    clientId: { value: 'id' },
    clientSecret: { file: '/secret' },
    clientKey: { file: '/absent' },
    webhook: { path: 'zoomEvents', secret: { file: '/secret' } },
  },
  teams: {
    clientId: { value: 'id' },
    tokenEndpointAuthMethod: 'private_key_jwt',
    clientKey: { file: '/client.key' },
    clientCertificate: { file: '/client.crt' },
  },
  asserted: {
    extends: 'teams',
    path: 'asserted',
    callback: 'assertedCallback',
    clientAssertion: { file: '/token' },
  },
  disabled: {
    extends: 'zoom',
    path: 'disabled',
    callback: 'disabledCallback',
    enabled: false,
    clientSecret: { file: '/absent' },
  },
} as const;

const IDS = Object.keys(RECORDS);

/** What may stand at any field, and fit a few of them. */
const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  -1,
  1e9,
  '',
  ' ',
  'x'.repeat(3000),
  '__proto__',
  [],
  [[]],
  [''],
  {},
  { colour: 'red' },
  { file: '/absent' },
  { file: '/secret' },
  { file: '/secret', expiresAt: 'soon' },
  { file: '/p256.key' },
  { file: '/client.crt' },
  { file: '/control' },
  { file: '/secret', pointer: '/a' },
  [{ file: '/secret' }, { file: '/secret' }],
  { env: 'NOT_SET' },
  { env: 'TWICE' },
  { env: 'DOMI_SEAL_KEYS' },
  { value: ' ' },
  { path: 'dominoTeams', secret: { file: '/control' } },
  { path: 'zoomEvents', secret: { file: '/absent' } },
  { directory: '..', unused: 'x' },
  { prompt: '{unknown}' },
  'zoom',
  'nobody',
  'dominoTeams',
  'diag',
  'http://10.0.0.1/',
  'https://login.example.com/{unknown}',
  'https://u:p@example.com/#',
  ['https://elsewhere.example.com/callback'],
  // Of the fields with a choice.
  ...Object.values(PROVIDER_RECORD_SCHEMA.properties).flatMap((schema) =>
    'enum' in schema ? schema.enum : [],
  ),
];

const FIELDS = Object.keys(PROVIDER_RECORD_SCHEMA.properties);
const TENANT_FIELDS = Object.keys(PROVIDER_FILE_SCHEMA.properties.tenants.additionalProperties.properties);

const GOOD = { publicUrl: 'https://good.example.com', providers: { zoom: {}, teams: {}, asserted: {} } };

describe('a tenant beside one with a fault', () => {
  const files: Record<string, string> = { '/secret': 'a-secret', '/token': 'a.b.c', '/control': 'a\u0001b' };

  before(() => {
    const folder = mkdtempSync(join(tmpdir(), 'domi-any-field-'));
    const order = { commonName: 'domi', days: 9, now: new Date('2026-11-24T00:00:00Z') };
    const { key, certificate = '' } = makeKey({ ...order, folder: join(folder, 'rsa'), type: 'rsa' });
    files['/client.key'] = readFileSync(key, 'utf8');
    files['/client.crt'] = readFileSync(certificate, 'utf8');
    const { key: other } = makeKey({ ...order, folder: join(folder, 'p256'), type: 'p256' });
    files['/p256.key'] = readFileSync(other, 'utf8');
    rmSync(folder, { recursive: true });
  });

  /** @throws ConfigError when the others go with them */
  function validate(others: Readonly<Record<string, unknown>>): ConfigPlan {
    const text = JSON.stringify({ providers: RECORDS, tenants: { good: GOOD, ...others } });
    return validateText(text, { files, environment: { TWICE: 'x', TWICE_FILE: '/secret' } });
  }

  /** The tenants that change a record, and those that extend it. */
  function listProviders(fields: object): object[] {
    return IDS.flatMap((id) => [
      { [id]: fields },
      { mine: { extends: id, path: 'mine', callback: 'mineCallback', ...fields } },
    ]);
  }

  function number(tenants: readonly unknown[]): Record<string, unknown> {
    return Object.fromEntries(tenants.map((tenant, index) => [`t${index}`, tenant]));
  }

  it('is served alone, and nobody has a fault', () => {
    const plan = validate({});
    expect(plan.tenants[0]?.providers.map(({ provider }) => provider.id)).to.deep.equal([
      'zoom',
      'teams',
      'asserted',
    ]);
    expect(plan.rejected.count).to.equal(0);
  });

  for (const field of FIELDS) {
    it(`in ${field} of a meeting service, is served, whatever stands there`, () => {
      const providers = VALUES.flatMap((value) => listProviders({ [field]: value }));
      const plan = validate(
        number(
          providers.map((own, index) => ({ publicUrl: `https://t${index}.example.com`, providers: own })),
        ),
      );
      expect(plan.tenants.map(({ id }) => id)).to.include('good');
      expect(plan.rejected.count).to.be.above(0);
    });
  }

  for (const field of TENANT_FIELDS) {
    it(`in its ${field}, is served, whatever stands there`, () => {
      const tenants = VALUES.map((value, index) => ({
        publicUrl: `https://t${index}.example.com`,
        [field]: value,
      }));
      expect(validate(number(tenants)).tenants.map(({ id }) => id)).to.include('good');
    });
  }

  it('in its id, or that of a meeting service, is served, whatever stands there', () => {
    const ids = ['__proto__', 'constructor', 'Foo_Bar', '', 'a.providers.zoom', 'x'.repeat(64), 'a/b', '1'];
    const tenants = ids.map((id, index) => [id, { publicUrl: `https://t${index}.example.com` }]);
    const others = ids.map((id, index) => [
      `p${index}`,
      { publicUrl: `https://p${index}.example.com`, providers: Object.fromEntries([[id, {}]]) },
    ]);
    const plan = validate(Object.fromEntries([...tenants, ...others]));
    expect(plan.tenants.map(({ id }) => id)).to.deep.equal(['1', 'good', 'constructor']);
  });

  it('in any fields of several meeting services, is served', () => {
    const own = fc.dictionary(fc.constantFrom(...FIELDS), fc.constantFrom(...VALUES), {
      minKeys: 2,
      maxKeys: 5,
      noNullPrototype: true,
    });
    fc.assert(
      fc.property(fc.array(own, { minLength: 1, maxLength: 8 }), (records) => {
        const tenants = records.flatMap(listProviders).map((providers, index) => ({
          publicUrl: `https://t${index}.example.com`,
          providers,
        }));
        expect(validate(number(tenants)).tenants.map(({ id }) => id)).to.include('good');
      }),
      { numRuns: 100 },
    );
  }).timeout(120_000);
});
