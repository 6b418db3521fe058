import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { findKubernetesTools } from '../../scripts/kubernetes-tools.ts';
import { createTestService, TEST_ENVIRONMENT, type TestService } from '../helpers/create-test-service.ts';
import { findProgram } from '../helpers/find-program.ts';
import { skipTest } from '../helpers/skip.ts';
import { findCommandBlocks, ROOT, readPages } from './read-pages.ts';

const MARK = 'run by test/docs/commands.test.ts';

const blocks = readPages()
  .flatMap(findCommandBlocks)
  .filter(({ mark }) => mark === MARK);

/** The files that the pages take for granted. */
const FILES: Readonly<Record<string, string>> = {
  'providers.yaml': 'providers:\n  zoom: { label: Zoom }\n',
  'domi.log': '{"msg":"a","request_id":"7K3F9QZ1XA"}\n{"msg":"b","request_id":"YJB2T3Q4C7"}\n',
  'tenants/acme.yaml': 'publicUrl: https://acme.example.com\nproviders: { zoom: {} }\n',
  'domiconfig.d/1.json': '{"OAUTH_HOSTNAME":"https://domi.example.com","ZOOM_CLIENT_ID":"id"}',
};

const TENANTS =
  'tenants:\n  acme:\n    publicUrl: https://acme.example.com\n    providers: { zoom: {}, teams: {}, webex: {}, gotomeeting: {} }\n';

/** What a command must print, where more is promised than that it works. */
const PRINTS: readonly (readonly [command: string, output: RegExp])[] = [
  ['randomBytes(32)', /^k1:[\w-]{43}\n$/],
  ['whsec_', /^whsec_[\w+/]{43}=\n$/],
  ['/readyz', /^200\n/],
  ['/openapi.json', /^\{"openapi":"3\.1\.0"/],
  ['/diag -H', /"authorization_present":true/],
  ['%{http_code}', /^200\n/],
  ['grep ', /"msg": "a"/],
  ['kubectl kustomize', /^kind: Deployment$/m],
  ['--without-secrets', /"without_secrets": true/],
  ['-- check', /^The configuration is sound|"ok": true/m],
  ['tenants build', /^hash [0-9a-f]{16}$/m],
  ['onboard acme', /acme\.example\.com[\s\S]*initech\.example\.com/],
];

/** What a command must leave behind. */
const WRITES: readonly (readonly [command: string, file: RegExp])[] = [
  ['openssl pkcs12', /^domi\.p12$/],
  ['-- migrate', /^domi\.env$/],
  ['--make-key', /^keys$/],
  ['tenants build', /^manifests$/],
];

/** `domi onboard` ends with 1 while something is missing, and so does `domi migrate` while something is left to do. */
const MAY_END_WITH_1 = /-- (?:onboard|migrate) /;

describe('commands of the documentation that a test can run', function () {
  this.timeout(60_000);
  let folder: string;
  let service: TestService;

  before(async () => {
    service = await createTestService();
  });
  after(() => service?.stop());
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'domi-docs-'));
    for (const name of ['domiconfig.d', 'tenants']) mkdirSync(join(folder, name));
    for (const [name, content] of Object.entries(FILES)) writeFileSync(join(folder, name), content);
    writeFileSync(join(folder, 'tenants.yaml'), TENANTS);
    symlinkSync(join(ROOT, 'k8s'), join(folder, 'k8s'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('when they are counted, are there', () => {
    expect(blocks.length).to.be.greaterThan(10);
  });

  for (const { where, commands } of blocks) {
    it(`${where}, when it is run as it stands, does what the page says`, async function () {
      for (const program of ['bash', 'curl', 'openssl', 'jq'])
        if (new RegExp(`\\b${program} `).test(commands) && !(await findProgram([program], question(program))))
          skipTest(this, `no ${program} on this machine`);
      if (commands.includes('OLD.p12')) await makeOldPfx();
      const output = await run(commands);
      for (const [command, expected] of PRINTS)
        if (commands.includes(command)) expect(output, commands).to.match(expected);
      for (const [command, file] of WRITES)
        if (commands.includes(command))
          expect(readdirSync(folder).join('\n'), commands).to.match(new RegExp(file, 'm'));
    });
  }

  /** As a reader would run it, in a folder with the files of the pages; the program runs from source. */
  async function run(commands: string): Promise<string> {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    symlinkSync(process.execPath, join(bin, 'node'));
    symlinkSync(findKubernetesTools().kubectl, join(bin, 'kubectl'));
    const local = commands
      .replaceAll('npm exec domi --', `node ${join(ROOT, 'src', 'cli.ts')}`)
      // By the name of the page, at the service of this test.
      .replaceAll(/\bcurl /g, "curl -H 'Host: domi.example.com' ")
      .replaceAll(/https:\/\/domi\.example\.com(?=\/)|http:\/\/localhost:18878/g, service.url)
      .replaceAll(/http:\/\/localhost:1?8879/g, service.managementUrl);
    const env = {
      ...TEST_ENVIRONMENT,
      ...(commands.includes('onboard acme') && { DOMI_CONFIG: 'tenants.yaml' }),
      ...(commands.includes('openssl') && { TLSPassword: 'a password' }),
      PATH: `${bin}:${process.env['PATH'] ?? ''}`,
    };
    const flags = MAY_END_WITH_1.test(commands) ? '-c' : '-ec';
    const result = await promisify(execFile)('bash', ['-o', 'pipefail', flags, local], {
      cwd: folder,
      env,
    }).catch((error: { code: number; stdout: string; stderr: string }) => error);
    const code = 'code' in result ? result.code : 0;
    expect(code, `${commands}${result.stdout}${result.stderr}`).to.be.oneOf(
      MAY_END_WITH_1.test(commands) ? [0, 1] : [0],
    );
    return result.stdout;
  }

  async function makeOldPfx(): Promise<void> {
    const commands = [
      'openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -subj /CN=domi.example.com -days 1',
      'openssl pkcs12 -export -legacy -inkey key.pem -in cert.pem -passout "pass:a password" -out OLD.p12',
    ];
    await promisify(execFile)('bash', ['-ec', commands.join('\n')], { cwd: folder });
  }
});

function question(program: string): string {
  return program === 'openssl' ? 'version' : '--version';
}
