import { parseArgs } from 'node:util';
import pretty from 'pino-pretty';
import { NOTES_SERVICES } from '../notes/notes-services.ts';
import { createLogger } from '../observability/logger.ts';
import { readBuildInfo } from '../process/read-build-info.ts';
import { launchBrowser } from './browser.ts';
import { findFreePort, tryPort } from './free-port.ts';
import { renderGuide } from './render-guide.ts';
import type { ServiceId } from './sandbox.ts';
import { type Stack, startStack } from './stack.ts';
import { walk } from './walk.ts';

const print = (text: string): void => void process.stdout.write(`${text}\n`);

try {
  const { values } = parseArgs({ options: { walk: { type: 'boolean', default: false } } });
  const stack = await start();
  // An interrupted walk counts as failed; shells use 130 for Ctrl-C.
  endOnSignal(stack, values.walk ? 130 : 0);
  if (values.walk) {
    process.exitCode = (await walkAll(stack)) ? 0 : 1;
    await stack.stop();
  } else {
    print(renderGuide(stack));
  }
} catch (error) {
  process.stderr.write(`The demo cannot go on: ${describe(error)}\n`);
  process.exit(1);
}

async function start(): Promise<Stack> {
  const web = await choosePort('PORT', 8878);
  return startStack({
    webPort: web === 0 ? await findFreePort() : web,
    managementPort: await choosePort('METRICSPORT', 8879),
    sandboxPort: await choosePort('SANDBOX_PORT', 8880),
    logger: createLogger(process.env.LOG_LEVEL || 'warn', pretty({ sync: true })),
    build: readBuildInfo(undefined),
  });
}

/** @returns the port, or 0 for any free one when the usual port is in use */
async function choosePort(variable: string, usual: number): Promise<number> {
  const text = process.env[variable];
  if (text && !(/^\d{1,5}$/.test(text) && Number(text) <= 65_535))
    throw new Error(`${variable} is not a port number`);
  const port = await tryPort(Number(text || usual));
  if (port !== undefined) return port;
  if (text) throw new Error(`port ${text} is in use, set ${variable} to another one`);
  print(`Port ${usual} is in use, so the demo takes another one; ${variable} can say which.`);
  return 0;
}

async function walkAll(stack: Stack): Promise<boolean> {
  const browser = await launchBrowser();
  let isComplete = true;
  for (const { id, label } of NOTES_SERVICES) {
    print(`\n${label}`);
    const permissions = ['clipboard-read', 'clipboard-write'];
    const context = await browser.newContext({ permissions });
    try {
      const page = await context.newPage();
      const steps = walk({ page, stack, serviceId: id as ServiceId, now: () => new Date() });
      for await (const { number, text } of steps) print(`  ${`[${number}]`.padEnd(7)} ok: ${text}`);
    } catch (error) {
      isComplete = false;
      print(`  FAILED in the next step: ${describe(error)}`);
    } finally {
      await context.close();
    }
  }
  await browser.close();
  print(isComplete ? '\nEvery step happened, for every service.' : '\nNot every step happened.');
  return isComplete;
}

/** The first signal stops both servers; the second one does not wait for them. */
function endOnSignal(stack: Stack, exitCode: number): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      stack.stop().then(() => process.exit(exitCode));
    });
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
