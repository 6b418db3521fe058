import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../../../src/sandbox/free-port.ts';
import type { Engine } from './engine.ts';

/** Clipboard without a question; no first-run pages, no calls of its own. */
const PREFERENCES: Readonly<Record<string, string | number | boolean>> = {
  'dom.events.testing.asyncClipboard': true,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'toolkit.telemetry.reportingpolicy.firstRun': false,
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'intl.accept_languages': 'en',
};

/**
 * Firefox by WebDriver BiDi (https://www.w3.org/TR/webdriver-bidi/) over its own socket. The client of Playwright sends a
 * command that the ESR does not know.
 */
export async function startFirefox(program: string): Promise<Engine> {
  const profile = await mkdtemp(join(tmpdir(), 'domi-firefox-'));
  const lines = Object.entries(PREFERENCES).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  );
  await writeFile(join(profile, 'user.js'), lines.join('\n'));
  const port = await findFreePort();
  const child = spawn(
    program,
    ['--headless', '--no-remote', '--profile', profile, '--remote-debugging-port', String(port)],
    { stdio: 'ignore', env: { ...process.env, HOME: profile, MOZ_HEADLESS: '1' } },
  );
  async function stop(): Promise<void> {
    await end(child);
    await rm(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  try {
    const send = createSender(await connect(`ws://127.0.0.1:${port}/session`));
    await send('session.new', { capabilities: {} });
    const { contexts } = (await send('browsingContext.getTree', {})) as { contexts: { context: string }[] };
    const context = contexts[0]?.context;

    return {
      async open(url) {
        await send('browsingContext.navigate', { context, url, wait: 'complete' });
      },
      async evaluate(expression) {
        const target = { context };
        const answer = (await send('script.evaluate', {
          expression,
          target,
          awaitPromise: true,
          userActivation: true,
        })) as { result?: { value?: unknown }; exceptionDetails?: { text: string } };
        if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.text);
        return answer.result?.value;
      },
      async click(selector) {
        const located = (await send('browsingContext.locateNodes', {
          context,
          locator: { type: 'css', value: selector },
          maxNodeCount: 1,
        })) as { nodes: { sharedId: string }[] };
        const element = located.nodes[0];
        if (element === undefined) throw new Error(`no element ${selector}`);
        const origin = { type: 'element', element };
        const pointer = [
          { type: 'pointerMove', x: 0, y: 0, origin },
          { type: 'pointerDown', button: 0 },
          { type: 'pointerUp', button: 0 },
        ];
        await send('input.performActions', {
          context,
          actions: [{ type: 'pointer', id: 'mouse', actions: pointer }],
        });
      },
      close: stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Milliseconds until the browser listens. */
const START_BUDGET = 40_000;

async function connect(url: string): Promise<WebSocket> {
  const deadline = performance.now() + START_BUDGET;
  for (;;) {
    const socket = new WebSocket(url);
    const opened = await new Promise<boolean>((resolve) => {
      socket.onopen = () => resolve(true);
      socket.onerror = () => resolve(false);
    });
    if (opened) return socket;
    if (performance.now() > deadline) throw new Error('Firefox does not listen');
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

type Send = (method: string, params: object) => Promise<unknown>;

function createSender(socket: WebSocket): Send {
  let last = 0;
  const waiting = new Map<number, (answer: BidiAnswer) => void>();
  socket.onmessage = ({ data }) => {
    const answer = JSON.parse(String(data)) as BidiAnswer;
    if (answer.id !== undefined) waiting.get(answer.id)?.(answer);
  };
  return async (method, params) => {
    last += 1;
    const id = last;
    const answered = new Promise<BidiAnswer>((resolve) => waiting.set(id, resolve));
    socket.send(JSON.stringify({ id, method, params }));
    const answer = await answered;
    waiting.delete(id);
    if (answer.type === 'error') throw new Error(`${method}: ${answer.message}`);
    return answer.result;
  };
}

interface BidiAnswer {
  readonly id?: number;
  readonly type: string;
  readonly result?: unknown;
  readonly message?: string;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}
