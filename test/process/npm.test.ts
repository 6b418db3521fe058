import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { ensureCompiled } from '../helpers/compiled-service.ts';
import { findProgram } from '../helpers/find-program.ts';
import { type Running, runProgram } from '../helpers/service-process.ts';
import { skipSuite } from '../helpers/skip.ts';
import { until } from '../helpers/until.ts';

/** What the service or the demo says when it can be used. */
const READY = /"msg":"ready"|Ctrl-C ends the demo/;

describe('a signal to npm alone', function () {
  // npm starts slowly on a machine that does other things as well.
  this.timeout(90_000);
  const started: Running[] = [];

  before(async function () {
    if ((await findProgram(['npm'], '--version')) === undefined) skipSuite(this, 'npm is not installed');
    ensureCompiled();
  });
  afterEach(() => {
    for (const running of started.splice(0)) running.process.kill('SIGKILL');
  });

  async function start(args: readonly string[]): Promise<Running> {
    const { PATH = '', HOME = '' } = process.env;
    const ports = { PORT: '0', METRICSPORT: '0', SANDBOX_PORT: '0' };
    const running = runProgram('npm', args, { PATH, HOME, ...ports });
    started.push(running);
    await until(() => READY.test(running.output()) || running.process.exitCode !== null);
    expect(running.output()).to.match(READY);
    return running;
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`${signal} to npm start, when the service runs, drains it, and npm ends with 0`, async () => {
      const npm = await start(['start']);
      npm.process.kill(signal);
      const { code, output } = await npm.exited;
      expect(output).to.include('"msg":"stopped"');
      expect(code).to.equal(0);
    });

    it(`${signal} to npm run demo, when it waits for a person, ends it with 0`, async () => {
      const npm = await start(['run', 'demo']);
      npm.process.kill(signal);
      expect((await npm.exited).code).to.equal(0);
    });
  }

  it('SIGTERM to npm exec domi -- serve, whose shell passes no signal on, drains the service all the same', async () => {
    const npm = await start(['exec', '--no', 'domi', '--', 'serve']);
    npm.process.kill('SIGTERM');
    // Both streams are closed only when the service has ended too.
    const { output } = await npm.exited;
    expect(output).to.include('"msg":"stopped"');
  });
});

describe('the scripts that a signal must end', () => {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'package.json'), 'utf8');
  const { scripts } = JSON.parse(text) as { scripts: Record<string, string> };

  // Some shells replace themselves by their last command anyway, so a signal alone does not show whether one says so.
  for (const name of ['start', 'demo', 'test'])
    it(`${name} replaces its shell`, () => {
      expect(scripts[name]).to.match(/^exec (?!.*(&&|\||;))/);
    });
});
