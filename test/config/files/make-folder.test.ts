import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { makeFolder } from '../../../src/config/files/make-folder.ts';
import { runNode } from '../../helpers/service-process.ts';
import { skipTest } from '../../helpers/skip.ts';

describe('makeFolder', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'domi-folder-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('makes every folder that is missing, with the mode, and leaves those that are there', () => {
    makeFolder(join(root, 'a'), 0o755);
    makeFolder(join(root, 'a', 'b', 'c'), 0o700);
    makeFolder(join(root, 'a', 'b', 'c'), 0o755);
    makeFolder(`${root}/d/../e/`);
    const modes = ['a', 'a/b', 'a/b/c'].map((name) => statSync(join(root, name)).mode & 0o777);
    expect(modes).to.deep.equal([0o755, 0o700, 0o700]);
    expect(existsSync(join(root, 'e'))).to.equal(true);
  });

  it('follows a link to a folder', () => {
    mkdirSync(join(root, 'real'));
    symlinkSync('real', join(root, 'link'));
    makeFolder(join(root, 'link', 'a'));
    expect(existsSync(join(root, 'real', 'a'))).to.equal(true);
  });

  it('says what is in the way', () => {
    writeFileSync(join(root, 'file'), '');
    symlinkSync('nowhere/at/all', join(root, 'dangling'));
    for (const [path, code, where] of [
      ['file', 'not a folder', 'file'],
      ['file/a', 'not a folder', 'file'],
      ['dangling', 'not a folder', 'dangling'],
      ['dangling/a/b', 'not a folder', 'dangling'],
      [`${'a'.repeat(300)}/b`, 'ENAMETOOLONG', 'a'.repeat(300)],
    ] as const) {
      const failure = { code, path: join(root, where) };
      expect(() => makeFolder(join(root, path)), path)
        .to.throw()
        .that.deep.includes(failure);
    }
  });
});

/** There the system answers ENOENT though the folder above is there, on which `mkdirSync` with `recursive` never ends. */
describe('a command that is to write below /proc', function () {
  this.timeout(60_000);
  let root: string;
  before(function () {
    if (!existsSync('/proc/self')) skipTest(this, 'there is no /proc');
    root = mkdtempSync(join(tmpdir(), 'domi-folder-'));
    mkdirSync(join(root, 'tenants'));
    writeFileSync(join(root, 'tenants', 'acme.yaml'), 'publicUrl: https://acme.example.com\nproviders: {}\n');
    mkdirSync(join(root, 'domiconfig.d'));
    writeFileSync(join(root, 'domiconfig.d', 'a.json'), '{"ZOOM_CLIENT_SECRET":"CANARY"}');
  });
  after(() => rmSync(root, { recursive: true }));

  const REASON = '(no folder can be made in /proc)';
  for (const [name, args, code, message] of [
    ['onboard', ['--make-key', '/proc/x/y'], 73, `/proc/x cannot be written ${REASON}\n`],
    [
      'migrate',
      ['DOMICONFIG', '--secrets', '/proc/x/y'],
      78,
      `/proc/x/y: secrets cannot be written ${REASON}\n`,
    ],
    ['tenants', ['build', 'TENANTS', '/proc/x/y'], 78, `OUT: cannot be written ${REASON}\n`],
  ] as const) {
    it(`says so, and ends: domi ${name}`, async () => {
      const paths: Record<string, string> = {
        DOMICONFIG: join(root, 'domiconfig.d'),
        TENANTS: join(root, 'tenants'),
      };
      const running = runNode(['src/cli.ts', name, ...args.map((arg) => paths[arg] ?? arg)], {});
      const timer = setTimeout(() => running.process.kill('SIGKILL'), 50_000);
      const { code: exitCode, output } = await running.exited;
      clearTimeout(timer);
      expect(output).to.include(message);
      expect(exitCode).to.equal(code);
    });
  }
});
