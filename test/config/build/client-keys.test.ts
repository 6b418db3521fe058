import { createPublicKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { calculateJwkThumbprint } from 'jose';
import type { ClientCredential } from '../../../src/oauth/client-credential.ts';
import type { Provider } from '../../../src/oauth/provider.ts';
import { createClientCertificate, createClientKey, createKeyPem } from '../../helpers/client-keys.ts';
import { skipTest } from '../../helpers/skip.ts';
import { type FaultRow, listFaults, validateText } from '../../helpers/validate-text.ts';

const toPem = (key: { export(options: object): string | Buffer }): string =>
  key.export({ type: 'pkcs8', format: 'pem' }).toString();

const FILES = {
  '/rsa.key': createKeyPem('rsa'),
  '/other.key': createKeyPem('rsa'),
  '/pkcs1.key': createKeyPem('rsa', 'pkcs1'),
  '/p256.key': createKeyPem('p256'),
  '/sec1.key': createKeyPem('p256', 'sec1'),
  '/short.key': toPem(generateKeyPairSync('rsa', { modulusLength: 1024 }).privateKey),
  '/p384.key': toPem(generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey),
  '/pss.key': toPem(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey),
  '/ed25519.key': toPem(generateKeyPairSync('ed25519').privateKey),
  '/encrypted.key': generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' })
    .toString(),
  '/public.key': generateKeyPairSync('ec', { namedCurve: 'P-256' })
    .publicKey.export({ type: 'spki', format: 'pem' })
    .toString(),
  '/cut.key': createKeyPem('rsa').slice(0, 600),
  '/pair.key': createKeyPem('p256') + createKeyPem('rsa'),
  '/secret': 'not-a-key-CANARY',
  '/bundle.json': JSON.stringify({ acme: { key: createKeyPem('p256') } }),
  '/token': 'a.b.c',
};

const zoom = (fields: string): string =>
  `providers: { zoom: { tokenEndpointAuthMethod: private_key_jwt, ${fields} } }`;

const ROWS: readonly FaultRow[] = [
  [
    'a secret',
    zoom('clientKey: { file: /secret }'),
    ['is not a private key in PEM, which begins with -----BEGIN PRIVATE KEY-----'],
  ],
  ['a public key', zoom('clientKey: { file: /public.key }'), ['holds a public key and no private key']],
  [
    'an encrypted key',
    zoom('clientKey: { file: /encrypted.key }'),
    ['is encrypted: store the key without a password, where only this service can read it'],
  ],
  [
    'a file with two keys',
    zoom('clientKey: { file: /pair.key }'),
    ['holds 2 private keys: store each in a file of its own, and list them'],
  ],
  ['a short key', zoom('clientKey: { file: /short.key }'), ['is an RSA key of 1024 bits: it needs 2048']],
  [
    'a key of another curve',
    zoom('clientKey: { file: /p384.key }'),
    ['is on the curve secp384r1: ES256 needs P-256'],
  ],
  [
    'a key that is bound to PSS',
    zoom('clientKey: { file: /pss.key }'),
    ['is bound to RSASSA-PSS: make a plain RSA key, which signs with PS256 as well'],
  ],
  [
    'a key of another kind',
    zoom('clientKey: { file: /ed25519.key }'),
    ['is a key of the kind ed25519: make an RSA key or a P-256 key'],
  ],
  [
    'an RSA key for ES256',
    zoom('tokenEndpointAuthSigningAlg: ES256, clientKey: { file: /rsa.key }'),
    ['is an RSA key, which cannot sign with ES256'],
  ],
  [
    'a P-256 key for RS256',
    zoom('tokenEndpointAuthSigningAlg: RS256, clientKey: { file: /p256.key }'),
    ['is a P-256 key, which cannot sign with RS256'],
  ],
];

/** Whole messages, with their places. */
const PLACED: readonly FaultRow[] = [
  [
    'a file that is not there',
    zoom('clientKey: { file: /absent }'),
    ['p.yaml:1:75: cannot read /absent (ENOENT)'],
  ],
  [
    'one file twice',
    zoom('clientKey: [{ file: /rsa.key }, { file: /rsa.key }]'),
    ['p.yaml:1:75: clientKey lists the same source twice: remove one of the two'],
  ],
  [
    'the second of two that is damaged',
    zoom('clientKey: [{ file: /rsa.key }, { file: /secret }]'),
    ['p.yaml:1:96: /secret is not a private key in PEM, which begins with -----BEGIN PRIVATE KEY-----'],
  ],
  [
    'a key for a certificate',
    zoom('clientKey: { file: /rsa.key }, clientCertificate: { file: /p256.key }'),
    ['p.yaml:1:114: /p256.key is not a certificate in PEM, which begins with -----BEGIN CERTIFICATE-----'],
  ],
  [
    'a key and an assertion',
    zoom('clientKey: { file: /rsa.key }, clientAssertion: { file: /token }'),
    ['p.yaml:1:112: zoom has both clientKey and clientAssertion: leave one of them out'],
  ],
  [
    'a value in the file',
    zoom('clientKey: { value: x }'),
    [
      'p.yaml:1:75: providers.zoom.clientKey must not be in the file itself: name its source, { env: NAME } or { file: PATH }',
    ],
  ],
];

const WARNINGS: readonly FaultRow[] = [
  [
    'a variable that is not set',
    zoom('clientKey: { env: NOT_SET }'),
    ['p.yaml:1:20: zoom is not enabled: it has no client key (NOT_SET not set)'],
  ],
  [
    'no key at all',
    'providers: { zoom: { tokenEndpointAuthMethod: private_key_jwt } }',
    ['p.yaml:1:20: zoom is not enabled: it has no client key'],
  ],
  [
    'a key beside a method with secrets',
    'providers: { zoom: { clientKey: { file: /rsa.key } } }',
    [
      'p.yaml:1:33: zoom.clientKey has no effect: tokenEndpointAuthMethod is client_secret_basic, not private_key_jwt',
    ],
  ],
  [
    'an audience beside an assertion of others',
    zoom('clientAssertionAudience: x, clientAssertion: { file: /token }'),
    ['p.yaml:1:89: zoom.clientAssertionAudience has no effect: the assertion comes from a file as it is'],
  ],
  [
    'an assertion that is not there yet',
    zoom('clientAssertion: { file: /later }'),
    ['p.yaml:1:81: clientAssertion: cannot find /later now (ENOENT); it is read for each request'],
  ],
  [
    'an expiry that is past',
    zoom('clientKey: { file: /rsa.key, expiresAt: 2026-01-01 }'),
    ['p.yaml:1:104: clientKey has expired: the date in expiresAt is in the past'],
  ],
];

describe('the keys of a provider file', () => {
  const options = { files: FILES };

  for (const [what, text, endings] of ROWS) {
    it(`${what} in place of a key, when validated, is reported without its content`, () => {
      const faults = listFaults(text, options);
      expect(faults).to.have.length(1);
      expect(faults[0]?.endsWith(endings[0] ?? ''), faults[0]).to.equal(true);
      expect(faults[0]).to.not.include('CANARY');
    });
  }

  it('a key that is cut off, when validated, is reported as damaged', () => {
    const [fault] = listFaults(zoom('clientKey: { file: /cut.key }'), options);
    expect(fault).to.match(/\/cut\.key is not a readable private key: it is damaged or cut off \(\w+\)$/);
  });

  for (const [what, text, faults] of PLACED) {
    it(`${what}, when validated, is reported as ${faults.join(' and ')}`, () => {
      expect(listFaults(text, options)).to.deep.equal(faults);
    });
  }

  for (const [what, text, warnings] of WARNINGS) {
    it(`${what}, when validated, is warned of as ${warnings.join(' and ')}`, () => {
      expect(validateText(text, options).warnings).to.deep.equal(warnings);
    });
  }

  const providerOf = (fields: string, more: object = {}): Provider | undefined =>
    validateText(zoom(fields), { files: { ...FILES, ...more } }).tenants[0]?.providers.find(
      ({ provider }) => provider.id === 'zoom',
    )?.provider;

  const keysOf = (fields: string, environment = {}): readonly ClientCredential[] | undefined =>
    validateText(zoom(fields), { ...options, environment }).tenants[0]?.providers[0]?.provider
      .clientCredentials;

  it('in any form of PEM, in a JSON file or a variable of one line, become PKCS #8 in their order', async () => {
    const folded = FILES['/rsa.key'].replaceAll('\n', '\\n');
    const keys = keysOf(
      'clientKey: [{ file: /pkcs1.key }, { file: /sec1.key, kid: second }, { file: /bundle.json, pointer: /acme/key }, { env: FOLDED }]',
      { FOLDED: folded },
    );
    const unnamed = [FILES['/pkcs1.key'], JSON.parse(FILES['/bundle.json']).acme.key, FILES['/rsa.key']];
    const thumbprints = await Promise.all(unnamed.map((pem) => calculateJwkThumbprint(createPublicKey(pem))));
    expect(keys?.map((key) => key.kind === 'key' && [key.algorithm, key.keyId])).to.deep.equal([
      ['PS256', thumbprints[0]],
      ['ES256', 'second'],
      ['ES256', thumbprints[1]],
      ['PS256', thumbprints[2]],
    ]);
    for (const key of keys ?? [])
      expect(key.kind === 'key' && key.privateKey).to.match(/^-----BEGIN PRIVATE KEY-----\n/);
  });

  it('in a variable that looks like a misspelt setting, are not taken for one', () => {
    const environment = { TEAMS_CLIENT_SECRETS: FILES['/p256.key'] };
    const text = zoom('clientKey: { env: TEAMS_CLIENT_SECRETS }');
    expect(validateText(text, { ...options, environment }).warnings).to.deep.equal([]);
    const unnamed = validateText('', { ...options, environment }).warnings.join('\n');
    expect(unnamed).to.include('TEAMS_CLIENT_SECRETS is not a setting of this service');
  });

  it('of a tenant, replace the assertion of the root record, and the other way round', () => {
    const text = (root: string, own: string): string => `
providers: { zoom: { tokenEndpointAuthMethod: private_key_jwt, ${root} } }
tenants: { acme: { publicUrl: 'https://acme.example.com', providers: { zoom: { ${own} } } } }`;
    const kindOf = (root: string, own: string): string | undefined =>
      validateText(text(root, own), options).tenants[0]?.providers[0]?.provider.clientCredentials[0]?.kind;
    const [key, assertion] = ['clientKey: { file: /rsa.key }', 'clientAssertion: { file: /token }'];
    expect(kindOf(assertion, key)).to.equal('key');
    expect(kindOf(key, assertion)).to.equal('assertion-file');
  });

  for (const [field, source] of [
    ['clientKey', '{ file: /rsa.key }'],
    ['clientAssertion', '{ file: /token }'],
  ] as const) {
    const text = (own: string): string => `
providers: { zoom: { tokenEndpointAuthMethod: private_key_jwt, ${field}: ${source} } }
tenants: { acme: { publicUrl: 'https://acme.example.com', providers: { zoom: { tokenEndpoint: 'https://evil.example.com/', ${own} } } } }`;

    it(`a shared ${field} of a tenant with an endpoint of its own, when validated, is reported`, () => {
      expect(listFaults(text('enabled: true'), options)).to.deep.equal([
        `p.yaml:3:95: zoom has a tokenEndpoint of its own, so it needs a ${field} of its own: the shared one never goes there`,
      ]);
    });

    it(`a shared ${field} that such a tenant names itself, when validated, is reported`, () => {
      const [fault] = listFaults(text(`${field}: ${source}`), options);
      expect(fault).to.match(/ is (or holds )?the (secret|one) of a root record: bring one of your own$/);
    });
  }

  for (const path of ['/later', '/run/../later', '/run/./x/../../later']) {
    it(`an assertion that is not there yet and that such a tenant names as ${path}, when validated, is reported`, () => {
      const faults = listFaults(
        `
providers: { zoom: { tokenEndpointAuthMethod: private_key_jwt, clientAssertion: { file: /later } } }
tenants: { acme: { publicUrl: 'https://acme.example.com', providers: { zoom: { tokenEndpoint: 'https://evil.example.com/', clientAssertion: { file: ${path} } } } } }`,
        options,
      );
      expect(faults.join()).to.match(/ is the one of a root record: bring one of your own$/);
    });
  }

  describe('with certificates', () => {
    let folder: string;
    let files: Record<string, string>;
    let certificates: readonly string[];
    before(function () {
      folder = mkdtempSync(join(tmpdir(), 'domi-certificates-'));
      const keys = ['one', 'two'].map((name) => createClientKey(folder, name));
      const made = keys.map(({ file }, index) => createClientCertificate(file, 30 + index));
      certificates = made.filter((pem) => pem !== undefined);
      if (certificates.length < 2) skipTest(this, 'openssl is not installed');
      files = {
        '/one.key': keys[0]?.pem ?? '',
        '/two.key': keys[1]?.pem ?? '',
        '/both.pem': `${keys[0]?.pem}${certificates[1]}${certificates[0]}`,
        '/one.crt': certificates[0] ?? '',
      };
    });
    after(() => rmSync(folder, { recursive: true }));

    it('in any order, give each key its own, and the last end is the expiry', () => {
      const provider = providerOf(
        'clientKey: [{ file: /one.key }, { file: /two.key }], clientCertificate: { file: /both.pem }',
        files,
      );
      const parsed = certificates.map((pem) => new X509Certificate(pem));
      const thumbprints = parsed.map(({ fingerprint256 }) =>
        Buffer.from(fingerprint256.replaceAll(':', ''), 'hex').toString('base64url'),
      );
      const keys = provider?.clientCredentials.map(
        (key) => key.kind === 'key' && key.certificates?.map(({ thumbprint }) => thumbprint),
      );
      expect(keys).to.deep.equal(thumbprints.map((thumbprint) => [thumbprint]));
      expect(provider?.clientCredentialsExpireAt).to.equal((parsed[1]?.validToDate.getTime() ?? 0) / 1000);
    });

    it('of which the first has ended, give their key the one that is valid', function () {
      const renewed = createClientCertificate(join(folder, 'one.key'), 90);
      if (renewed === undefined) return skipTest(this, 'openssl is not installed');
      const [old = ''] = certificates;
      const now = new Date(new X509Certificate(old).validToDate.getTime() + 86_400_000);
      for (const pem of [old + renewed, renewed + old]) {
        const text = zoom('clientKey: { file: /one.key }, clientCertificate: { file: /pair.pem }');
        const { tenants, warnings } = validateText(text, { files: { ...files, '/pair.pem': pem }, now });
        expect(warnings).to.deep.equal([]);
        expect(tenants[0]?.providers[0]?.provider.clientCredentialsExpireAt).to.equal(
          new X509Certificate(renewed).validToDate.getTime() / 1000,
        );
      }
    });

    it('whose end is after expiresAt, leave expiresAt the expiry', () => {
      const provider = providerOf(
        'clientKey: { file: /one.key, expiresAt: 2026-12-01 }, clientCertificate: { file: /one.crt }',
        files,
      );
      expect(provider?.clientCredentialsExpireAt).to.equal(Date.parse('2026-12-02T12:00:00Z') / 1000);
    });

    it('of another key, are reported', () => {
      const text = zoom('clientKey: { file: /rsa.key }, clientCertificate: { file: /one.crt }');
      expect(listFaults(text, { files: { ...FILES, ...files } })).to.deep.equal([
        'p.yaml:1:114: /one.crt is the certificate of another key',
      ]);
    });

    it('that have ended, or are missing for one of two keys, are warned of', () => {
      const text = zoom(
        'clientKey: [{ file: /one.key }, { file: /two.key }], clientCertificate: { file: /one.crt }',
      );
      const now = new Date('2030-01-01');
      const { warnings } = validateText(text, { files: { ...FILES, ...files }, now });
      const end = new X509Certificate(certificates[0] ?? '').validToDate.toISOString().slice(0, 10);
      expect(warnings).to.deep.equal([
        `p.yaml:1:76: the certificate of entry 1 of clientKey has expired on ${end}`,
        'p.yaml:1:96: entry 2 of clientKey has no certificate among those of clientCertificate',
      ]);
    });
  });
});
