import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSecureContext } from 'node:tls';
import { expect } from 'chai';
import { OPENSSL_MISSING } from '../../helpers/certificate.ts';
import { listSettingsReport, QUIET } from '../../helpers/list-settings-report.ts';
import { skipSuite } from '../../helpers/skip.ts';

const PASSWORD = 'CANARY-password';
const NEW_KEY = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 9';

/** What openssl makes of a key and a certificate, by file name; `$P` is the password. */
const COMMANDS: readonly string[] = [
  `${NEW_KEY} -keyout key.pem -out cert.pem -subj /CN=x -addext subjectAltName=DNS:domi.example.com,IP:127.0.0.1`,
  `${NEW_KEY} -keyout key-2.pem -out cert-2.pem -subj /CN=other.example.com`,
  'pkcs12 -export -inkey key.pem -in cert.pem -passout pass:$P -out new.p12',
  'pkcs12 -export -legacy -inkey key.pem -in cert.pem -passout pass:$P -out old.p12',
  'pkcs12 -export -inkey key.pem -in cert.pem -passout pass: -out open.p12',
  'pkcs12 -export -nokeys -in cert.pem -passout pass:$P -out only-cert.p12',
  'pkcs12 -export -nocerts -inkey key.pem -passout pass:$P -out only-key.p12',
  'pkcs8 -topk8 -v2 aes-256-cbc -in key.pem -passout pass:$P -out locked.pem',
  'pkcs8 -topk8 -v1 PBE-SHA1-RC2-40 -in key.pem -passout pass:$P -out old.pem -provider legacy -provider default',
  'x509 -in cert.pem -outform der -out cert.der',
];

type Row = readonly [what: string, environment: Readonly<Record<string, string>>, faults: readonly string[]];

const pem = (key: string, cert: string, password?: string): Record<string, string> => ({
  TLSType: 'PEM',
  TLSFile: `/${key}`,
  PEMCert: `/${cert}`,
  ...(password && { TLSPassword: password }),
});
const pfx = (file: string, password?: string): Record<string, string> => ({
  TLSFile: `/${file}`,
  ...(password && { TLSPassword: password }),
});

const KEYTOOL =
  'convert it (keytool -importkeystore -srckeystore domi.jks -destkeystore domi.p12 -deststoretype pkcs12)';
const CONVERT_PFX =
  'openssl pkcs12 -legacy -in OLD.p12 -passin env:TLSPassword -passout env:TLSPassword -out domi.pem && openssl pkcs12 -export -in domi.pem -passin env:TLSPassword -passout env:TLSPassword -out domi.p12';
const CONVERT_KEY =
  'openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD.pem -passin env:TLSPassword -passout env:TLSPassword -out domi.key -provider legacy -provider default';

const ROWS: readonly Row[] = [
  ['a PFX and its password', pfx('new.p12', PASSWORD), []],
  ['a PFX without a password', pfx('open.p12'), []],
  ['a PFX, named so in capitals', { ...pfx('new.p12', PASSWORD), TLSType: 'PFX' }, []],
  ['key and certificate', pem('key.pem', 'cert.pem'), []],
  ['a locked key and its password', pem('locked.pem', 'cert.pem', PASSWORD), []],
  ['both in one file', pem('both.pem', 'both.pem'), []],
  ['the certificates that signed it behind', pem('key.pem', 'chain.pem'), []],

  ['a PFX and a wrong password', pfx('new.p12', 'CANARY'), ['TLSPassword: is not the password of /new.p12']],
  [
    'a PFX whose password is missing',
    pfx('new.p12'),
    ['TLSPassword: is not set, but /new.p12 has a password'],
  ],
  [
    'a PFX without a password, and one',
    pfx('open.p12', 'CANARY'),
    ['TLSPassword: is not the password of /open.p12'],
  ],
  [
    'a PFX with RC2',
    pfx('old.p12', PASSWORD),
    [
      `TLSFile: /old.p12 is encrypted in the old way (RC2 or 40 bits), which Node.js refuses; the password is right. Convert it: ${CONVERT_PFX}`,
    ],
  ],
  [
    'a PFX with RC2 and a wrong password',
    pfx('old.p12', 'CANARY'),
    ['TLSPassword: is not the password of /old.p12'],
  ],
  [
    'a PFX without a key',
    pfx('only-cert.p12', PASSWORD),
    ['TLSFile: /only-cert.p12 has no private key: export it again with its key'],
  ],
  [
    'a PFX without a certificate',
    pfx('only-key.p12', PASSWORD),
    ['TLSFile: /only-key.p12 has no certificate: export it again with its certificate'],
  ],
  [
    'a PFX that is cut off',
    pfx('cut.p12', PASSWORD),
    ['TLSFile: /cut.p12 is not a PFX (PKCS #12), or it is cut off'],
  ],
  ['a text as PFX', pfx('text'), ['TLSFile: /text is not a PFX (PKCS #12), or it is cut off']],
  ['an empty PFX', pfx('empty'), ['TLSFile: /empty is empty']],
  ['a Java key store', pfx('store.jks', PASSWORD), [`TLSFile: /store.jks is a Java key store: ${KEYTOOL}`]],
  [
    'a PEM file, and no type',
    pfx('key.pem'),
    ['TLSFile: /key.pem is a PEM file: set TLSType=pem, and PEMCert to the file of the certificate'],
  ],

  [
    'no certificate',
    { TLSType: 'pem', TLSFile: '/key.pem' },
    ['PEMCert: must name the certificate file when TLSType is pem'],
  ],
  [
    'key and certificate swapped',
    pem('cert.pem', 'key.pem'),
    ['TLSFile: /cert.pem is the certificate, and PEMCert names the key: swap the two'],
  ],
  [
    'the certificate of another key',
    pem('key.pem', 'cert-2.pem'),
    ['PEMCert: the certificate in /cert-2.pem does not belong to the key in /key.pem'],
  ],
  [
    'the certificates in the wrong order',
    pem('key.pem', 'backwards.pem'),
    [
      'PEMCert: the certificate of the key is number 2 in /backwards.pem: put it first, before those that signed it',
    ],
  ],
  [
    'two certificates and no key',
    pem('cert.pem', 'cert.pem'),
    ['TLSFile: /cert.pem has no private key, which would begin with -----BEGIN PRIVATE KEY-----'],
  ],
  [
    'two keys and no certificate',
    pem('key.pem', 'key.pem'),
    ['PEMCert: /key.pem has no certificate, which would begin with -----BEGIN CERTIFICATE-----'],
  ],
  [
    'a PFX as PEM, and a certificate that is not PEM',
    pem('new.p12', 'cert.der'),
    [
      'TLSFile: /new.p12 is not PEM: for a PFX (PKCS #12) set TLSType=pfx',
      'PEMCert: /cert.der is not PEM: convert it (openssl x509 -inform der -in OLD.cer -out domi.crt)',
    ],
  ],
  [
    'a Java key store as PEM',
    pem('store.jks', 'cert.pem'),
    [`TLSFile: /store.jks is a Java key store: ${KEYTOOL}, and set TLSType=pfx`],
  ],
  [
    'texts as PEM',
    pem('text', 'text'),
    ['TLSFile: /text is not a PEM file', 'PEMCert: /text is not a PEM file'],
  ],
  [
    'a locked key and no password',
    pem('locked.pem', 'cert.pem'),
    ['TLSPassword: is not set, but the key in /locked.pem is encrypted'],
  ],
  [
    'a locked key, a wrong password and a damaged certificate',
    pem('locked.pem', 'damaged.pem', 'CANARY'),
    [
      'TLSPassword: is not the password of the key in /locked.pem',
      'PEMCert: a certificate in /damaged.pem cannot be read: it is damaged or cut off',
    ],
  ],
  [
    'a key with RC2',
    pem('old.pem', 'cert.pem', PASSWORD),
    [
      `TLSFile: the key in /old.pem is encrypted in the old way (DES or RC2), which Node.js refuses. Convert it: ${CONVERT_KEY}`,
    ],
  ],
  [
    'a damaged key',
    pem('damaged-key.pem', 'cert.pem'),
    ['TLSFile: the key in /damaged-key.pem cannot be read (ERR_OSSL_UNSUPPORTED)'],
  ],
];

const NOT_ITS_HOST = (host: string): string =>
  `the certificate of TLSFile is not for ${host}, the host of OAUTH_HOSTNAME; if a proxy in front accepts that, name it in DOMI_TRUSTED_PROXIES`;

describe('TLS files', function () {
  this.timeout(60_000);
  const files: Record<string, Buffer> = {};
  let folder: string;

  const openssl = (command: string, input?: Readonly<Record<string, string>>): void => {
    const words = command.split(' ').map((word) => word.replace('$P', PASSWORD));
    const env = { PATH: process.env['PATH'] ?? '', ...input };
    execFileSync('openssl', words, { cwd: folder, stdio: 'pipe', env });
  };

  before(function () {
    folder = mkdtempSync(join(tmpdir(), 'domi-tls-files-'));
    try {
      for (const command of COMMANDS) openssl(command);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') skipSuite(this, OPENSSL_MISSING);
      throw error;
    }
    for (const name of COMMANDS.flatMap((command) => command.match(/(?<= -(?:out|keyout) )\S+/g) ?? []))
      files[`/${name}`] = readFileSync(join(folder, name));
    const [key = '', cert = '', other = ''] = ['/key.pem', '/cert.pem', '/cert-2.pem'].map((name) =>
      String(files[name]),
    );
    const damage = (text: string): string => text.replace(/\n.{20}/, '\nAAAAAAAAAAAAAAAAAAAA');
    Object.assign(files, {
      '/both.pem': Buffer.from(cert + key),
      '/chain.pem': Buffer.from(cert + other),
      '/backwards.pem': Buffer.from(other + cert),
      '/cut.p12': files['/new.p12']?.subarray(0, 300),
      '/damaged.pem': Buffer.from(damage(cert)),
      '/damaged-key.pem': Buffer.from(damage(key)),
      '/store.jks': Buffer.from('feedfeed000000020000', 'hex'),
      '/text': Buffer.from('neither key nor certificate'),
      '/empty': Buffer.alloc(0),
    });
  });
  after(() => rmSync(folder, { recursive: true }));

  for (const [what, environment, faults] of ROWS) {
    it(`that are ${what}, ${faults.length > 0 ? 'are refused in these words' : 'are sound'}`, () => {
      const report = listSettingsReport(environment, files, new Date());
      expect(report).to.deep.equal({ faults, warnings: [] });
      expect(report.faults.join('\n')).to.not.include('CANARY');
    });
  }

  for (const [what, environment, host, warnings] of [
    ['the host', {}, 'https://domi.example.com', []],
    ['an address that it has', {}, 'https://127.0.0.1:8878', []],
    ['another host', {}, 'https://other.example.com/domi', [NOT_ITS_HOST('other.example.com')]],
    ['another address', {}, 'https://[::1]', [NOT_ITS_HOST('[::1]')]],
    ['another host behind a proxy', { DOMI_TRUSTED_PROXIES: '10.0.0.0/8' }, 'https://other.example.com', []],
  ] as const) {
    for (const [kind, tls] of [
      ['PEM', pem('key.pem', 'cert.pem')],
      ['PFX', pfx('new.p12', PASSWORD)],
    ] as const) {
      it(`of ${kind} for ${what}, ${warnings.length > 0 ? 'are warned of' : 'are sound'}`, () => {
        const report = listSettingsReport(
          { ...tls, ...environment, OAUTH_HOSTNAME: host },
          files,
          new Date(),
        );
        expect(report).to.deep.equal({ faults: [], warnings });
      });
    }
  }

  it('that have expired, or are not valid yet, are warned of and no fault', () => {
    const tls = pfx('new.p12', PASSWORD);
    const [late] = listSettingsReport(tls, files, new Date('2099-01-01')).warnings;
    expect(late).to.match(/^the certificate of TLSFile has expired on \d{4}-\d\d-\d\d: replace it$/);
    const [early] = listSettingsReport(tls, files, new Date('2020-01-01')).warnings;
    expect(early).to.match(/^the certificate of TLSFile is not valid before \d{4}-\d\d-\d\d$/);
  });

  it('of a PFX with a PEMCert that nothing uses, are warned of', () => {
    const report = listSettingsReport(
      { ...pfx('new.p12', PASSWORD), PEMCert: '/cert.pem' },
      files,
      new Date(),
    );
    expect(report.warnings).to.deep.equal([
      'PEMCert is set, but not used: TLSType is pfx, and the PFX has the certificate',
    ]);
  });

  it('that are old, are usable after the command of the message', () => {
    const password = { TLSPassword: PASSWORD };
    for (const command of CONVERT_PFX.replace('OLD.p12', 'old.p12').split(' && '))
      openssl(command.replace('openssl ', ''), password);
    openssl(CONVERT_KEY.replace('OLD.pem', 'old.pem').replace('openssl ', ''), password);
    const read = (name: string): Buffer => readFileSync(join(folder, name));
    createSecureContext({ pfx: read('domi.p12'), passphrase: PASSWORD });
    createSecureContext({ key: read('domi.key'), cert: read('cert.pem'), passphrase: PASSWORD });
    openssl('x509 -inform der -in cert.der -out domi.crt');
    createSecureContext({ key: read('key.pem'), cert: read('domi.crt') });
  });

  it('have a password that may stand in a file', () => {
    const environment = { ...pfx('new.p12'), TLSPassword_FILE: '/password' };
    const withPassword = { ...files, '/password': Buffer.from(`${PASSWORD}\n`) };
    expect(listSettingsReport({ ...QUIET, ...environment }, withPassword, new Date())).to.deep.equal({
      faults: [],
      warnings: [],
    });
  });
});
