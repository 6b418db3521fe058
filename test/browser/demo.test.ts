import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { expect } from 'chai';
import { findBrowserObstacle } from '../../src/sandbox/browser.ts';
import { findFreePort } from '../../src/sandbox/free-port.ts';
import { SERVICE_IDS } from '../../src/sandbox/sandbox.ts';
import { STEP_NUMBERS } from '../../src/sandbox/walk.ts';
import { copyToken } from '../helpers/copy-token.ts';
import { skipTest } from '../helpers/skip.ts';
import { until } from '../helpers/until.ts';

const ROOT = join(import.meta.dirname, '..', '..');

describe('the demo', function () {
  // A whole walk of four services through a browser, on machines that do other things as well.
  this.timeout(90_000);
  const children: ChildProcessWithoutNullStreams[] = [];

  function run(
    args: readonly string[],
    environment: Record<string, string> = {},
  ): ChildProcessWithoutNullStreams {
    const child = spawn(process.execPath, args, { cwd: ROOT, env: { ...process.env, ...environment } });
    children.push(child);
    return child;
  }

  async function choosePorts(): Promise<Record<string, string>> {
    return { PORT: String(await findFreePort()), METRICSPORT: '0', SANDBOX_PORT: '0' };
  }

  /** What the demo prints until it has told how to end it. */
  async function readGuide(demo: ChildProcessWithoutNullStreams): Promise<string> {
    let guide = '';
    for await (const chunk of demo.stdout.iterator({ destroyOnReturn: false })) {
      guide += chunk;
      if (guide.includes('Ctrl-C')) return guide;
    }
    throw new Error(`the demo ended: ${guide}${await text(demo.stderr)}`);
  }

  /** What the demo prints from now on. */
  function collect(demo: ChildProcessWithoutNullStreams): () => string {
    let printed = '';
    demo.stdout.on('data', (chunk: Buffer) => {
      printed += chunk;
    });
    return () => printed;
  }

  /** Each narrated step with its number. */
  function listSteps(printed: string): string[] {
    return [...printed.matchAll(/^ {2}(\[.+?\]) +(.+)$/gm)].map(
      ([, step, sentence]) => `${step} ${sentence}`,
    );
  }

  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  it('when it walks, prints every step for every service, no token whole, and ends with 0', async function () {
    const obstacle = findBrowserObstacle();
    if (obstacle !== undefined) skipTest(this, obstacle);
    const demo = run(['src/sandbox/demo.ts', '--walk'], await choosePorts());
    const [printed, faults, [code]] = await Promise.all([
      text(demo.stdout),
      text(demo.stderr),
      once(demo, 'exit'),
    ]);
    expect(faults).to.equal('');
    expect(code).to.equal(0);
    const numbers = [...printed.matchAll(/^ {2}\[(\S+)\] +ok: /gm)].map(([, number]) => number);
    expect(numbers).to.deep.equal(SERVICE_IDS.flatMap(() => STEP_NUMBERS));
    expect(printed).not.to.match(/eyJ[\w-]{8}/);
  });

  it('when its commands are followed, has Notes keep the token, create a meeting and give the access back', async () => {
    const demo = run(['src/sandbox/demo.ts'], await choosePorts());
    const guide = await readGuide(demo);
    const narrated = collect(demo);
    const root = /Open (\S+)\/ in a browser/.exec(guide)?.[1] ?? '';
    const folder = await mkdtemp(join(tmpdir(), 'domi-test-'));
    const notes = async (action: string, input = ''): Promise<string> => {
      const line = new RegExp(`npm exec domi -- (notes ${action} .*)`).exec(guide)?.[1] ?? '';
      const args = [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
      const child = run(['src/cli.ts', ...args, '--profile', join(folder, 'profile.json')]);
      child.stdin.end(input);
      const [printed, faults, [code]] = await Promise.all([
        text(child.stdout),
        text(child.stderr),
        once(child, 'exit'),
      ]);
      expect([faults, code]).to.deep.equal(['', 0]);
      return printed;
    };

    try {
      expect(await notes('paste', `${await copyToken(root)}\n`)).to.match(/^\[3\] +ok/m);
      expect(await notes('create')).to.match(/join at http:\/\/127\.0\.0\.1:\d+\/zoom\/join\/\d+/);
      expect(await notes('revoke')).to.include('the profile is empty');
      await until(() => narrated().includes('[revoke]'));
      const steps = listSteps(narrated());
      const expected = [
        '[1] A sign-in begins: DOMI sends the browser to Zoom',
        '[1] A person answers a page of Zoom',
        '[1] A person answers a page of Zoom',
        '[1] Zoom sends the browser back with a code',
        '[2] DOMI exchanges the code for tokens at Zoom',
        '[3, 4b] Notes presents a refresh token: DOMI gets new tokens from Zoom',
        '[4a] Notes creates a meeting, straight at Zoom',
        '[3, 4b] Notes presents a refresh token: DOMI gets new tokens from Zoom',
        '[revoke] Notes gives the access back: DOMI ends it at Zoom',
      ];
      expect(steps.map((step, index) => step.slice(0, expected[index]?.length))).to.deep.equal(expected);
      expect(narrated()).not.to.match(/eyJ[\w-]{8}/);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('when Ctrl-C is pressed, ends at once with 0', async () => {
    const demo = run(['src/sandbox/demo.ts'], await choosePorts());
    await readGuide(demo);
    demo.kill('SIGINT');
    expect(await once(demo, 'exit')).to.deep.equal([0, null]);
  });

  it('when it is asked for help, names its options and variables, and starts nothing', async () => {
    const demo = run(['src/sandbox/demo.ts', '--help']);
    const [printed, [code]] = await Promise.all([text(demo.stdout), once(demo, 'exit')]);
    expect(code).to.equal(0);
    for (const name of ['--walk', '--services', '--help', 'PORT', 'METRICSPORT', 'SANDBOX_PORT', 'LOG_LEVEL'])
      expect(printed).to.include(name);
  });

  for (const [args, words] of [
    [['--wlak'], "Unknown option '--wlak'"],
    [['--walk', '--services'], '--walk needs DOMI'],
  ] as const)
    it(`with ${args.join(' ')}, says what is wrong and ends with 1`, async () => {
      const demo = run(['src/sandbox/demo.ts', ...args]);
      const [faults, [code]] = await Promise.all([text(demo.stderr), once(demo, 'exit')]);
      expect(code).to.equal(1);
      expect(faults).to.include(words);
    });

  it('when its port is in use, names the variable that sets another one', async () => {
    const ports = await choosePorts();
    await readGuide(run(['src/sandbox/demo.ts'], ports));
    const second = run(['src/sandbox/demo.ts'], ports);
    const [faults, [code]] = await Promise.all([text(second.stderr), once(second, 'exit')]);
    expect(code).to.equal(1);
    expect(faults).to.include(`port ${ports.PORT} is in use`).and.include('PORT');
  });
});
