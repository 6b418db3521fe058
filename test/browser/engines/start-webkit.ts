import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../../../src/sandbox/free-port.ts';
import type { Engine } from './engine.ts';

/** The key of an element in answers (https://www.w3.org/TR/webdriver2/#elements). */
const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';

/** WebKitGTK, the engine of Safari, by the classic WebDriver protocol, on a screen that nobody sees. */
export async function startWebKit(driver: string, screen: string): Promise<Engine> {
  const home = await mkdtemp(join(tmpdir(), 'domi-webkit-'));
  const children: ChildProcess[] = [];
  async function stop(): Promise<void> {
    for (const child of children.reverse()) await end(child);
    await rm(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
  }

  try {
    const display = await startScreen(screen, children);
    const port = await findFreePort();
    const environment = {
      ...process.env,
      HOME: home,
      XDG_RUNTIME_DIR: home,
      DISPLAY: display,
      // Its sandbox needs namespaces that containers rarely allow, and the browser visits only our own pages.
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1',
      LIBGL_ALWAYS_SOFTWARE: '1',
    };
    children.push(spawn(driver, [`--port=${port}`], { stdio: 'ignore', env: environment, detached: true }));
    const base = `http://127.0.0.1:${port}/session`;
    const { sessionId } = (await requestUntilUp(base)) as { sessionId: string };
    const request = (path: string, body: object): Promise<unknown> =>
      ask(`${base}/${sessionId}${path}`, body);

    return {
      open: async (url) => void (await request('/url', { url })),
      evaluate: (expression) => request('/execute/sync', { script: `return (${expression});`, args: [] }),
      async click(selector) {
        const found = (await request('/element', { using: 'css selector', value: selector })) as object;
        const id = (found as Record<string, string>)[ELEMENT];
        await request(`/element/${id}/click`, {});
      },
      async close() {
        await fetch(`${base}/${sessionId}`, { method: 'DELETE' }).catch(() => undefined);
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** @returns its name, such as `:1`; the server chooses a free one and writes the number to the descriptor */
async function startScreen(program: string, children: ChildProcess[]): Promise<string> {
  const child = spawn(program, ['-displayfd', '1', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  const [number] = (await once(child.stdout, 'data')) as [Buffer];
  return `:${number.toString().trim()}`;
}

/** Milliseconds until the driver listens. */
const START_BUDGET = 40_000;

async function requestUntilUp(base: string): Promise<unknown> {
  const deadline = performance.now() + START_BUDGET;
  for (;;) {
    try {
      return await ask(base, { capabilities: { alwaysMatch: { acceptInsecureCerts: true } } });
    } catch (error) {
      if (performance.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
}

async function ask(url: string, body: object): Promise<unknown> {
  const response = await fetch(url, { method: 'POST', body: JSON.stringify(body) });
  const { value } = (await response.json()) as { value: { error?: string; message?: string } | null };
  if (!response.ok) throw new Error(`${url}: ${value?.error} ${value?.message}`);
  return value;
}

/** The driver starts the browser as a child of its own, in its process group. */
async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const exited = once(child, 'exit');
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL');
  }
  await exited;
}
