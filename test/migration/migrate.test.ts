import { execFileSync } from 'node:child_process';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { load } from 'js-yaml';
import { findKubernetesTools } from '../../scripts/kubernetes-tools.ts';
import { DISK } from '../../src/config/files/disk.ts';
import { loadConfig } from '../../src/config/load-config.ts';
import { runMigrate } from '../../src/migration/run-migrate.ts';
import { createCertificate, OPENSSL_MISSING } from '../helpers/certificate.ts';
import { readSecrets } from '../helpers/providers.ts';
import { renderChart } from '../helpers/render-chart.ts';
import { runNode } from '../helpers/service-process.ts';
import { skipTest } from '../helpers/skip.ts';

const SECRETS = {
  ZOOM_CLIENT_SECRET: 'CANARY zoom',
  TEAMS_CLIENT_SECRET: 'CANARY$teams',
  TLSPassword: 'CANARY-tls',
};

describe('domi migrate', () => {
  let folder: string;
  let old: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'domi-migrate-'));
    old = join(folder, 'domiconfig.d');
    mkdirSync(old);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (name: string, content: string | object): void =>
    writeFileSync(join(old, name), typeof content === 'string' ? content : JSON.stringify(content));

  interface Run {
    readonly code: number;
    readonly output: string;
    readonly errors: string;
  }

  function migrate(
    options: {
      environment?: Record<string, string>;
      format?: 'env' | 'helm';
      showsSecrets?: boolean;
      secretsFolder?: string | undefined;
      path?: string;
    } = {},
  ): Run {
    let [output, errors] = ['', ''];
    const code = runMigrate({
      environment: options.environment ?? {},
      disk: DISK,
      path: options.path ?? old,
      format: options.format ?? 'env',
      showsSecrets: options.showsSecrets ?? false,
      secretsFolder: options.secretsFolder,
      write: (text) => {
        output += text;
      },
      writeError: (text) => {
        errors += text;
      },
    });
    const shown = (text: string): string => text.replaceAll(folder, '/old');
    return { code, output: shown(output), errors: shown(errors) };
  }

  /** The lines that docker would read. */
  function readEnvFile(text: string): Record<string, string> {
    const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    return Object.fromEntries(
      lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
  }

  it('prints what to set now, what is gone and why, and where the secrets are', () => {
    put('10-first.json', {
      OAUTH_HOSTNAME: 'https://old.example.com',
      METRICSPORT: 9443,
      enabledProtocols: { 'TLSv1.2': true },
      cipher: {},
      CORS: { '.local': true },
      prometheusMetrics: { enabled: true },
      DEBUG: true,
    });
    put('20-second.json', {
      OAUTH_HOSTNAME: 'https://domi.example.com',
      PORT: 8443,
      ZOOM_CLIENT_ID: 'zoom-id',
      ZOOM_CLIENT_SECRET: SECRETS.ZOOM_CLIENT_SECRET,
      TLSFile: 'null',
      TLSPassword: 'NULL',
      PEMCert: '',
      LOG_DIR: '/var/log',
    });
    put('notes.txt', 'not read');
    put('.hidden.json', '{');
    const { code, output, errors } = migrate();
    expect(errors).to.equal('');
    expect(output).to.equal(`# Settings of DOMI 1.x for this service, as an env file.
OAUTH_HOSTNAME=https://domi.example.com
PORT=8443
METRICSPORT=9443
ZOOM_CLIENT_ID=zoom-id

# ZOOM_CLIENT_SECRET is in /old/domiconfig.d/20-second.json, and is not printed. Put it into a file and name that:
#ZOOM_CLIENT_SECRET_FILE=/run/secrets/domi/ZOOM_CLIENT_SECRET

# Gone, and why:
# - DEBUG (/old/domiconfig.d/10-first.json): it was for a Java debugger; LOG_LEVEL=debug makes the log say more
# - LOG_DIR (/old/domiconfig.d/20-second.json): the log goes to standard output as JSON lines, and the platform keeps it
# - enabledProtocols (/old/domiconfig.d/10-first.json): TLS 1.2 and 1.3 are on, older versions cannot be turned on
# - cipher (/old/domiconfig.d/10-first.json): the cipher suites are those of Node.js
# - CORS (/old/domiconfig.d/10-first.json): no script of another site needs this service
# - prometheusMetrics (/old/domiconfig.d/10-first.json): metrics are always on, at /metrics of METRICSPORT

# Nothing else to do. Next: domi check --live
`);
    expect(code).to.equal(0);
  });

  it('lets a variable win where 1.x did, and says which variables 1.x did not read', () => {
    put('a.json', {
      PORT: 1,
      METRICSPORT: 2,
      ZOOM_CLIENT_ID: 'folder',
      OAUTH_HOSTNAME: 'https://a.example.com',
    });
    const { output } = migrate({
      environment: {
        PORT: '3',
        METRICSPORT: '4',
        ZOOM_CLIENT_ID: 'variable',
        TLSType: 'pem',
        ZOOM_CLIENT_SECRET: 'CANARY',
      },
    });
    expect(readEnvFile(output)).to.deep.equal({
      OAUTH_HOSTNAME: 'https://a.example.com',
      PORT: '3',
      METRICSPORT: '2',
      ZOOM_CLIENT_ID: 'variable',
    });
    expect(output)
      .to.include(
        '# - METRICSPORT in the environment was not read by DOMI 1.x, and counts now: remove it if it is not meant',
      )
      .and.include('# - TLSType in the environment was not read by DOMI 1.x')
      .and.include('# ZOOM_CLIENT_SECRET is in the environment, and is not printed.')
      .and.not.include('CANARY');
  });

  it('of an installation without a folder reads the environment alone', () => {
    const environment = { OAUTH_HOSTNAME: 'https://domi.example.com', WEBEX_CLIENT_ID: 'w' };
    const missing = migrate({ environment, path: join(folder, 'nowhere') });
    expect([missing.code, missing.errors]).to.deep.equal([
      78,
      '/old/nowhere: cannot be read (ENOENT): if DOMI 1.x was configured by variables alone, name no folder\n',
    ]);
    const output: string[] = [];
    const code = runMigrate({
      environment,
      disk: DISK,
      path: undefined,
      format: 'env',
      showsSecrets: false,
      secretsFolder: undefined,
      write: (text) => void output.push(text),
      writeError: () => undefined,
    });
    expect([code, readEnvFile(output.join(''))]).to.deep.equal([0, environment]);
  });

  it('reads comments and a byte order mark, as 1.x did, and a single file', () => {
    put(
      'a.json',
      '\ufeff// ports\n{ "PORT": 9000, /* "METRICSPORT": 1, */ "ZOOM_CLIENT_ID": "http://x//y" }',
    );
    expect(readEnvFile(migrate({ path: join(old, 'a.json') }).output)).to.deep.equal({
      PORT: '9000',
      ZOOM_CLIENT_ID: 'http://x//y',
    });
  });

  for (const [what, content, message] of [
    ['is not JSON', '{ "ZOOM_CLIENT_SECRET": "CANARY" ', 'is not JSON'],
    ['is a list', '["CANARY"]', 'is not a JSON object'],
    ['is a word', '"CANARY"', 'is not a JSON object'],
    ['is empty', '', 'is not JSON'],
    ['is huge', `{ "PORT": 1, "x": "${'CANARY'.repeat(200_000)}" }`, 'is larger than 1 MiB'],
  ] as const) {
    it(`of a folder with a file that ${what} says so, and prints nothing of it`, () => {
      put('b.json', content);
      put('a.json', { PORT: 1 });
      expect(migrate()).to.deep.equal({
        code: 78,
        output: '',
        errors: `/old/domiconfig.d/b.json: ${message}\n`,
      });
    });
  }

  const TASKS: readonly (readonly [what: string, values: object, tasks: readonly string[]])[] = [
    [
      'no public address',
      { PORT: 8878 },
      ['OAUTH_HOSTNAME is not set: set the public address of this service'],
    ],
    [
      'plain http',
      { OAUTH_HOSTNAME: 'http://domi.example.com', ZOOM_CLIENT_ID: 'i' },
      ['OAUTH_HOSTNAME: must be https:// (plain http works on localhost only)'],
    ],
    [
      'a slash, a port and upper case in the address',
      { OAUTH_HOSTNAME: 'https://DOMI.example.com:443/', ZOOM_CLIENT_ID: 'i', TEAMS_CLIENT_ID: 'i' },
      [
        'register https://domi.example.com/zoomCallback for Zoom beside https://DOMI.example.com:443//zoomCallback, at https://marketplace.zoom.us/',
        'register https://domi.example.com/teamsCallback for Microsoft Teams beside https://DOMI.example.com:443//teamsCallback, at https://entra.microsoft.com/',
      ],
    ],
    ['a slash, and no service', { OAUTH_HOSTNAME: 'https://domi.example.com/' }, []],
    [
      'one port twice',
      { OAUTH_HOSTNAME: 'https://a.example.com', PORT: 1, METRICSPORT: '1' },
      ['METRICSPORT: is 1, and so is PORT: the two need different numbers'],
    ],
    [
      'values that are no text',
      { OAUTH_HOSTNAME: 'https://a.example.com', PORT: { a: 1 }, ZOOM_CLIENT_SECRET: ['CANARY'] },
      [
        'PORT in /old/domiconfig.d/a.json is neither text nor a number: it is left out',
        'ZOOM_CLIENT_SECRET in /old/domiconfig.d/a.json is neither text nor a number: it is left out',
      ],
    ],
    [
      'a Java key store',
      {
        OAUTH_HOSTNAME: 'https://a.example.com',
        TLSType: 'jks',
        TLSFile: '/etc/domi.jks',
        TLSPassword: 'CANARY',
      },
      [
        'convert the Java key store, with the same password: keytool -importkeystore -srckeystore /etc/domi.jks -destkeystore /etc/domi.p12 -deststoretype pkcs12',
      ],
    ],
    [
      'half of TLS',
      { OAUTH_HOSTNAME: 'https://a.example.com', TLSPassword: 'CANARY' },
      [
        'TLSFile: is not set, but TLSPassword is: name the PFX, or the file of the key; for plain http remove the others',
      ],
    ],
  ];
  for (const [what, values, tasks] of TASKS) {
    it(`of ${what} says ${tasks.length > 0 ? 'what to do, and exits with 1' : 'that nothing is left to do'}`, () => {
      put('a.json', values);
      const { code, output } = migrate();
      const [, list = ''] = /# To do before the switch:\n((?:# - .*\n)*)/.exec(output) ?? [];
      expect(list).to.equal(tasks.map((task) => `# - ${task}\n`).join(''));
      expect(code).to.equal(tasks.length > 0 ? 1 : 0);
      expect(output).to.not.include('CANARY');
    });
  }

  it('of a key that 1.x does not have says so, and shows only what looks like a key', () => {
    put('a.json', { OAUTH_HOSTNAME: 'https://a.example.com', XYZ_CLIENT_ID: 'x', 'CANARY CANARY': 1 });
    const { output } = migrate();
    expect(output)
      .to.include('# - XYZ_CLIENT_ID in /old/domiconfig.d/a.json is not a key of DOMI 1.0')
      .and.include('# - a key in /old/')
      .and.not.include('CANARY');
  });

  describe('secrets', () => {
    beforeEach(() =>
      put('a.json', {
        OAUTH_HOSTNAME: 'https://domi.example.com',
        ZOOM_CLIENT_ID: 'z',
        TEAMS_CLIENT_ID: 't',
        ZOOM_CLIENT_SECRET: SECRETS.ZOOM_CLIENT_SECRET,
        TEAMS_CLIENT_SECRET: SECRETS.TEAMS_CLIENT_SECRET,
      }),
    );

    it('are printed when somebody asks for it, in a form that docker reads', () => {
      const { output } = migrate({ showsSecrets: true });
      const config = loadConfig(readEnvFile(output));
      expect(config.directory.tenants[0]?.providers.map(readSecrets)).to.deep.equal([
        [SECRETS.ZOOM_CLIENT_SECRET],
        [SECRETS.TEAMS_CLIENT_SECRET],
      ]);
    });

    it('are written into files of their own, with which the service starts', () => {
      const secretsFolder = join(folder, 'new', 'secrets');
      const { code, output } = migrate({ secretsFolder });
      expect(code).to.equal(0);
      expect(output).to.not.include('CANARY');
      const environment = readEnvFile(output.replaceAll('/old', folder));
      expect(Object.keys(environment)).to.include('ZOOM_CLIENT_SECRET_FILE');
      expect(statSync(environment['ZOOM_CLIENT_SECRET_FILE'] ?? '').mode & 0o777).to.equal(0o600);
      expect(statSync(secretsFolder).mode & 0o777).to.equal(0o700);
      const config = loadConfig(environment);
      expect(config.directory.tenants[0]?.providers.map(readSecrets)).to.deep.equal([
        [SECRETS.ZOOM_CLIENT_SECRET],
        [SECRETS.TEAMS_CLIENT_SECRET],
      ]);

      const again = migrate({ secretsFolder });
      expect(again.code).to.equal(78);
      expect(again.output).to.equal('');
      expect(again.errors).to.match(
        /secrets cannot be written \(EEXIST\): it has files of these names already/,
      );
    });

    it('of several lines cannot stand in an env file', () => {
      put('b.json', { ZOOM_CLIENT_SECRET: 'CANARY\nPORT=1' });
      const { output } = migrate({ showsSecrets: true });
      expect(output).to.include('# ZOOM_CLIENT_SECRET in /old/domiconfig.d/b.json has several lines');
      expect(output).to.not.include('CANARY\nPORT');
    });
  });

  it('finds files of TLS where 1.x found them, and tries them', function () {
    const files = createCertificate(folder) ?? skipTest(this, OPENSSL_MISSING);
    put('a.json', {
      OAUTH_HOSTNAME: 'https://localhost',
      TLSType: 'PEM',
      TLSFile: 'key.pem',
      PEMCert: 'cert.pem',
    });
    const { code, output } = migrate();
    expect([code, readEnvFile(output)]).to.deep.equal([
      0,
      {
        OAUTH_HOSTNAME: 'https://localhost',
        TLSType: 'pem',
        TLSFile: '/old/key.pem',
        PEMCert: '/old/cert.pem',
      },
    ]);
    execFileSync(
      'openssl',
      [
        'pkcs12',
        '-export',
        '-legacy',
        '-inkey',
        files.key,
        '-in',
        files.cert,
        '-passout',
        'pass:CANARY',
        '-out',
        join(folder, 'old.p12'),
      ],
      { stdio: 'pipe' },
    );
    put('a.json', { OAUTH_HOSTNAME: 'https://localhost', TLSFile: 'old.p12', TLSPassword: 'CANARY' });
    const pfx = migrate();
    expect(pfx.code).to.equal(1);
    expect(pfx.output).to.match(
      /# - TLSFile: \/old\/old\.p12 is encrypted in the old way .*openssl pkcs12 -legacy/,
    );
    expect(pfx.output).to.not.include('CANARY');
  });

  describe('as values of the chart', () => {
    const OLD = {
      OAUTH_HOSTNAME: 'https://domi.example.com',
      PORT: 8443,
      ZOOM_CLIENT_ID: 'zoom-id',
      GTM_CLIENT_ID: '00123',
      ZOOM_CLIENT_SECRET: SECRETS.ZOOM_CLIENT_SECRET,
    };

    it('names Secrets, says how they are made, and holds no secret', () => {
      put('a.json', OLD);
      const { code, output } = migrate({ format: 'helm' });
      expect(code).to.equal(0);
      expect(load(output)).to.deep.equal({
        publicUrl: 'https://domi.example.com',
        apps: {
          zoom: { existingSecret: 'domi-zoom', clientId: 'zoom-id' },
          gotomeeting: { existingSecret: 'domi-gotomeeting', clientId: '00123' },
        },
      });
      expect(output)
        .to.include(
          '# kubectl create secret generic domi-zoom --from-file=client-secret=FILE-WITH-ZOOM_CLIENT_SECRET\n',
        )
        .and.include('# PORT=8443 is not needed')
        .and.not.include('CANARY');
    });

    it('names the files that it has written, and the commands for TLS', () => {
      put('a.json', { ...OLD, TLSFile: '/etc/domi.p12', TLSPassword: SECRETS.TLSPassword });
      const { output } = migrate({ format: 'helm', secretsFolder: join(folder, 'secrets') });
      expect(load(output)).to.deep.include({ tls: { existingSecret: 'domi-tls' } });
      expect(output)
        .to.include('--from-file=client-secret=/old/secrets/ZOOM_CLIENT_SECRET\n')
        .and.include(
          '# openssl pkcs12 -in /etc/domi.p12 -passin file:/old/secrets/TLSPassword -nodes -nocerts -out tls.key\n',
        )
        .and.include('# kubectl create secret tls domi-tls --key=tls.key --cert=tls.crt\n');
      expect(readFileSync(join(folder, 'secrets', 'TLSPassword'), 'utf8')).to.equal(SECRETS.TLSPassword);
    });

    it('says which client secret it leaves out, and why', () => {
      put('a.json', { ...OLD, TEAMS_CLIENT_SECRET: SECRETS.TEAMS_CLIENT_SECRET });
      const { output } = migrate({ format: 'helm' });
      expect(output)
        .to.include('# TEAMS_CLIENT_SECRET is left out: TEAMS_CLIENT_ID is not set.\n')
        .and.not.include('CANARY');
    });

    /** What becomes of a key and its certificate, `key.pem` and `cert.pem`, and the settings that name the result. */
    const TLS_FILES: readonly (readonly [
      what: string,
      commands: readonly string[],
      settings: Readonly<Record<string, string>>,
    ])[] = [
      ['a key without a password', [], { TLSType: 'PEM', TLSFile: 'key.pem', PEMCert: 'cert.pem' }],
      [
        'a key with a password',
        ['openssl pkey -aes256 -in key.pem -passout env:P -out locked.pem'],
        { TLSType: 'PEM', TLSFile: 'locked.pem', PEMCert: 'cert.pem', TLSPassword: SECRETS.TLSPassword },
      ],
      [
        'a key with a password in the form of old servers',
        ['openssl rsa -aes256 -traditional -in key.pem -passout env:P -out locked.pem'],
        { TLSType: 'pem', TLSFile: 'locked.pem', PEMCert: 'cert.pem', TLSPassword: SECRETS.TLSPassword },
      ],
      [
        'a PFX with a password',
        ['openssl pkcs12 -export -inkey key.pem -in cert.pem -passout env:P -out "my both.p12"'],
        { TLSFile: 'my both.p12', TLSPassword: SECRETS.TLSPassword },
      ],
      [
        'a PFX without a password',
        ['openssl pkcs12 -export -inkey key.pem -in cert.pem -passout pass: -out both.p12'],
        { TLSFile: 'both.p12' },
      ],
    ];
    for (const [what, commands, settings] of TLS_FILES) {
      it(`prints commands that make the Secrets, of ${what}`, function () {
        const { cert } = createCertificate(folder) ?? skipTest(this, OPENSSL_MISSING);
        const run = (script: string): string =>
          execFileSync('sh', ['-ec', script], {
            cwd: folder,
            env: { PATH: process.env['PATH'], P: SECRETS.TLSPassword, TLSPassword: SECRETS.TLSPassword },
            encoding: 'utf8',
            stdio: 'pipe',
          });
        run(commands.join('\n'));
        put('a.json', { ...OLD, GTM_CLIENT_ID: '', OAUTH_HOSTNAME: 'https://localhost', ...settings });
        const { kubectl } = findKubernetesTools();
        for (const secretsFolder of [join(folder, 'my secrets'), undefined]) {
          const { code, output } = migrate({ format: 'helm', secretsFolder });
          expect([code, output]).to.deep.equal([0, output]);
          expect(output).to.not.include('CANARY');
          const printed = [...output.replaceAll('/old', folder).matchAll(/^# ((openssl|kubectl) .*)$/gm)];
          expect(output.includes('export it first')).to.equal(
            'TLSPassword' in settings && secretsFolder === undefined,
          );
          writeFileSync(join(folder, 'FILE-WITH-ZOOM_CLIENT_SECRET'), SECRETS.ZOOM_CLIENT_SECRET);
          const secrets = run(
            [
              `kubectl() { '${kubectl}' "$@" --dry-run=client --output=json | tr -d '\\n'; echo; }`,
              'rm -f tls.key tls.crt',
              ...printed.map(([, command]) => command),
            ].join('\n'),
          );
          const [zoom, tls] = secrets
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line));
          const decode = (text: string): string => Buffer.from(text, 'base64').toString();
          expect(decode(zoom.data['client-secret'])).to.equal(SECRETS.ZOOM_CLIENT_SECRET);
          expect(tls.metadata.name).to.equal('domi-tls');
          const key = createPrivateKey(decode(tls.data['tls.key']));
          expect(new X509Certificate(decode(tls.data['tls.crt'])).checkPrivateKey(key)).to.equal(true);
          expect(decode(tls.data['tls.crt'])).to.include(readFileSync(cert, 'utf8').trim());
        }
      }).timeout(60_000);

      it(`as an env file keeps ${what}`, function () {
        createCertificate(folder) ?? skipTest(this, OPENSSL_MISSING);
        execFileSync('sh', ['-ec', commands.join('\n')], {
          cwd: folder,
          env: { PATH: process.env['PATH'], P: SECRETS.TLSPassword },
          stdio: 'pipe',
        });
        put('a.json', { ...OLD, GTM_CLIENT_ID: '', OAUTH_HOSTNAME: 'https://localhost', ...settings });
        const secretsFolder = join(folder, 'secrets');
        for (const options of [{ secretsFolder }, { showsSecrets: true }]) {
          const { output } = migrate(options);
          const { tls } = loadConfig(readEnvFile(output.replaceAll('/old', folder)));
          expect(tls?.passphrase).to.equal(settings['TLSPassword']);
        }
      }).timeout(60_000);
    }

    it('quotes file names for the shell, and none can leave its comment', () => {
      put('a.json', { ...OLD, TLSFile: "/my $HOME's\nkey.p12" });
      const { output } = migrate({ format: 'helm', secretsFolder: join(folder, 'my secrets') });
      expect(output)
        .to.include("# openssl pkcs12 -in '/my $HOME'\\''s key.p12' -passin")
        .and.include("--from-file=client-secret='/old/my secrets/ZOOM_CLIENT_SECRET'\n");
      expect(Object.keys(load(output) as object)).to.deep.equal(['publicUrl', 'apps', 'tls']);
      put('a.json', { ...OLD, TLSType: 'jks', TLSFile: '/my key.jks' });
      expect(migrate().output).to.include("-srckeystore '/my key.jks' -destkeystore '/my key.p12' ");
    });

    it('is what the chart takes', async () => {
      put('a.json', { ...OLD, OAUTH_HOSTNAME: 'https://Domi.Example.com:443/' });
      const { output } = migrate({ format: 'helm' });
      const file = join(folder, 'values.yaml');
      writeFileSync(file, output);
      const manifests = await renderChart({ valuesFile: file });
      const [pod] = manifests
        .filter(({ kind }) => kind === 'Deployment')
        .map(({ spec }) => spec.template.spec);
      expect(pod.containers[0].env).to.deep.include({
        name: 'OAUTH_HOSTNAME',
        value: 'https://domi.example.com',
      });
    }).timeout(60_000);
  });

  it('is the same from the command line, exit code included', async () => {
    put('a.json', {
      OAUTH_HOSTNAME: 'https://domi.example.com/',
      ZOOM_CLIENT_ID: 'i',
      ZOOM_CLIENT_SECRET: 'CANARY',
    });
    const { code, output } = await runNode(['src/cli.ts', 'migrate', old], {}).exited;
    expect(code).to.equal(1);
    expect(output).to.include('ZOOM_CLIENT_ID=i\n').and.not.include('CANARY');
    const both = await runNode(['src/cli.ts', 'migrate', old, '--show-secrets', '--secrets', 'x'], {}).exited;
    expect(both.code).to.equal(1);
    expect(both.output).to.include('cannot be used with').and.not.include('CANARY');
  }).timeout(20_000);
});
