import { connect } from 'node:net';
import { expect } from 'chai';
import { keepInspectorShut } from '../../src/process/keep-inspector-shut.ts';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { type Running, runNode, SERVE, waitFor, waitUntilServing } from '../helpers/service-process.ts';

const toImport = (code: string): string[] => ['--import', `data:text/javascript,${encodeURIComponent(code)}`];

/** Says when the commands are about to be loaded, and gives the test time to send a signal. */
const SLOW_LOAD = toImport(`
  import { registerHooks } from 'node:module';
  registerHooks({
    load(url, context, nextLoad) {
      if (url.endsWith('/run-commands.ts')) {
        process.stdout.write('LOADING\\n');
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 500);
      }
      return nextLoad(url, context);
    },
  });`);

/** Has the inspector opened by a signal before the program begins. */
const OPENED = toImport(`
  import inspector from 'node:inspector';
  process.kill(process.pid, 'SIGUSR1');
  while (inspector.url() === undefined) await new Promise((resolve) => setTimeout(resolve, 10));`);

describe('signals before the service is loaded', function () {
  this.timeout(30_000);
  const started: Running[] = [];
  after(() => {
    for (const { process: child } of started) child.kill('SIGKILL');
  });

  async function start(args: readonly string[]): Promise<Running> {
    const running = runNode([...args, ...SERVE], TEST_ENVIRONMENT);
    started.push(running);
    return running;
  }

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    it(`${signal} ends the process with 0`, async () => {
      const running = await start(SLOW_LOAD);
      await waitFor(() => running.output().includes('LOADING'));
      running.process.kill(signal);
      const { code, output } = await running.exited;
      expect({ code, output }).to.deep.equal({ code: 0, output: 'LOADING\n' });
    });
  }

  for (const signal of ['SIGHUP', 'SIGUSR1'] as const) {
    it(`${signal} does nothing, and the service starts`, async () => {
      const running = await start(SLOW_LOAD);
      await waitFor(() => running.output().includes('LOADING'));
      running.process.kill(signal);
      const serving = await waitUntilServing(running);
      expect((await send(`${serving.web}/diag`)).status).to.equal(200);
      expect(running.output()).to.not.match(/Debugger|inspector/i);
      running.process.kill('SIGTERM');
      expect((await running.exited).code).to.equal(0);
    });
  }

  it('SIGUSR1 while Node itself starts opens a debugger, which is closed before anything secret is read', async () => {
    const running = await start(['--inspect-port=0', ...OPENED]);
    const serving = await waitUntilServing(running);
    const [, port] = /Debugger listening on ws:\/\/127\.0\.0\.1:(\d+)/.exec(running.output()) ?? [];
    if (port === undefined) throw new Error(`no debugger was opened: ${running.output()}`);
    const result = await new Promise((resolve) => {
      connect(Number(port), '127.0.0.1', () => resolve('open')).on('error', (error: NodeJS.ErrnoException) =>
        resolve(error.code),
      );
    });
    expect(result).to.equal('ECONNREFUSED');
    serving.process.kill('SIGUSR1');
    expect((await send(`${serving.web}/diag`)).status).to.equal(200);
    expect(running.output().match(/Debugger listening/g)).to.have.length(1);
  });

  const rows: [execArgv: string[], options: string, isClosed: boolean][] = [
    [[], '', true],
    [['--inspect-port=0'], '', true],
    [['--expose-gc'], '--max-old-space-size-percentage=60', true],
    [['--inspect'], '', false],
    [['--inspect-brk=9230'], '', false],
    [[], '--expose-gc --inspect=0.0.0.0:9229', false],
  ];
  for (const [execArgv, options, isClosed] of rows) {
    it(`an open inspector is ${isClosed ? 'closed' : 'kept'} with [${execArgv}] and NODE_OPTIONS='${options}'`, () => {
      let closed = 0;
      const host = { execArgv, env: { NODE_OPTIONS: options }, on: () => process };
      keepInspectorShut(host, { url: () => 'ws://127.0.0.1:1', close: () => (closed += 1) });
      expect(closed).to.equal(isClosed ? 1 : 0);
    });
  }
});
