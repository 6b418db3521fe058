import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { findMountObstacle, mountSmall, runNodeWithMount } from '../helpers/own-mounts.ts';
import { runNode, runProgram } from '../helpers/service-process.ts';
import { skipTest } from '../helpers/skip.ts';

/** Each command that ends by itself, and the exit code of what it is asked here. */
const COMMANDS: readonly (readonly [command: string, code: number])[] = [
  ['--help', 0],
  ['check --json', 0],
  ['onboard --json', 1],
  ['onboard --make-key keys --key-type p256', 0],
  ['migrate', 1],
  ['notes status --service zoom', 0],
  ['notes --help', 0],
  ['tenants build tenants manifests', 0],
  ['tenants build faulty manifests --json', 78],
];

/** More than a pipe holds. */
const FAULTS = 1000;

describe('a command whose output cannot be written', function () {
  this.timeout(60_000);
  let folder: string;
  const cli = join(process.cwd(), 'src', 'cli.ts');

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'domi-output-'));
    for (const name of ['tenants', 'faulty', 'small']) mkdirSync(join(folder, name));
    writeFileSync(join(folder, 'tenants', 'acme.yaml'), 'publicUrl: https://a.example.com\nproviders: {}\n');
    for (let index = 0; index < FAULTS; index += 1)
      writeFileSync(join(folder, 'faulty', `t${index}.yaml`), 'publicUrl: nonsense\nproviders: {}\n');
  });
  after(() => rmSync(folder, { recursive: true }));
  afterEach(() => rmSync(join(folder, 'keys'), { recursive: true, force: true }));

  /** Runs `domi` in a script, as `$DOMI`; what the script prints is the output. */
  const run = (script: string): Promise<{ code: number | null; output: string }> =>
    runProgram('bash', ['--norc', '-c', `cd '${folder}'\n${script}`], {
      PATH: process.env['PATH'] ?? '',
      DOMI: `${process.execPath} ${cli}`,
    }).exited;

  for (const [command, code] of COMMANDS) {
    it(`since the reader has left, does its work and ends with its own code: domi ${command}`, async () => {
      const { output, ...ended } = await run(`$DOMI ${command} 2>errors | true
        code=\${PIPESTATUS[0]}; grep -E 'Error|EPIPE|    at ' errors; exit $code`);
      expect([ended.code, output]).to.deep.equal([code, '']);
      if (command.includes('--make-key'))
        expect(existsSync(join(folder, 'keys', 'client.pub'))).to.equal(true);
    });

    it(`says so, and ends with 74: domi ${command}`, async function () {
      if (!existsSync('/dev/full')) skipTest(this, 'there is no /dev/full');
      const { code: ended, output } = await run(`$DOMI ${command} > /dev/full`);
      expect(output)
        .to.match(/^Standard output cannot be written \(ENOSPC\): what is there is not complete\.$/m)
        .and.not.include('    at ');
      expect(ended).to.equal(74);
    });
  }

  it('on standard error alone, is not disturbed', async () => {
    const { code, output } = await run(`
      $DOMI tenants build tenants manifests 2> >(true) > report
      echo $?; $DOMI migrate /nowhere 2>&1 >report | true; echo \${PIPESTATUS[0]}`);
    expect([code, output]).to.deep.equal([0, '0\n78\n']);
  });

  it('since the disk becomes full in the middle, does not pass for complete', async function () {
    const mount = mountSmall(join(folder, 'small'), 16);
    const obstacle = findMountObstacle((path) => mountSmall(path, 16));
    if (obstacle !== undefined) skipTest(this, obstacle);
    const program = `
      const { spawnSync } = require('node:child_process');
      const { openSync, statSync } = require('node:fs');
      const out = openSync('${join(folder, 'small', 'report.json')}', 'w');
      const args = ['${cli}', 'tenants', 'build', '${join(folder, 'faulty')}', '${join(folder, 'none')}', '--json'];
      const { status, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', out, 'pipe'] });
      console.log(stderr.toString() + status);`;
    const { output } = await runNodeWithMount(mount, ['-e', program], {}).exited;
    expect(output).to.match(/^Standard output cannot be written \(ENOSPC\).*\n74\n$/m);
  });

  it('at once, waits for a slow reader, who gets every byte', async () => {
    const { code } = await run(`$DOMI tenants build faulty manifests --json > file
      $DOMI tenants build faulty manifests --json | (sleep 2; cat > pipe); exit \${PIPESTATUS[0]}`);
    expect(code).to.equal(78);
    expect(statSync(join(folder, 'file')).size).to.be.greaterThan(2 * 65_536);
    expect(readFileSync(join(folder, 'pipe'), 'utf8')).to.equal(readFileSync(join(folder, 'file'), 'utf8'));
  });
});

/** As from `domi check "$FILE"`, without the variable. */
describe('a command with an empty path', function () {
  this.timeout(60_000);

  for (const [args, code, name] of [
    [['check', ''], 1, 'path'],
    [['migrate', ''], 1, 'path'],
    [['migrate', '--secrets', ''], 1, '--secrets'],
    [['onboard', '--make-key', ''], 1, '--make-key'],
    [['tenants', 'build', '', 'out'], 64, 'src'],
    [['tenants', 'build', 'src', ''], 64, 'out'],
    [['tenants', 'build', 'src', 'out', '--with', ''], 64, '--with'],
  ] as const) {
    it(`is refused: domi ${args.map((arg) => arg || '""').join(' ')}`, async () => {
      const { code: ended, output } = await runNode(['src/cli.ts', ...args], {}).exited;
      expect(output).to.match(new RegExp(`^error: .*${name}.* It must not be empty\\.\n$`));
      expect(ended).to.equal(code);
    });
  }
});

describe('a command with a fault of its own', function () {
  this.timeout(30_000);

  it('ends with 70, which no command has for work that is done', async () => {
    const broken = `
      import { registerHooks } from 'node:module';
      registerHooks({
        load: (url, context, next) =>
          url.endsWith('/run-build.ts')
            ? { format: 'module', shortCircuit: true, source: 'export const runBuild = () => nothing.here;' }
            : next(url, context),
      });`;
    const hook = `data:text/javascript,${encodeURIComponent(broken)}`;
    const { code, output } = await runNode(['--import', hook, 'src/cli.ts', 'tenants', 'build', 'a', 'b'], {})
      .exited;
    expect(output).to.match(/^This is a fault of DOMI\. Please report it:\nReferenceError: nothing is not/);
    expect(code).to.equal(70);
  });
});
