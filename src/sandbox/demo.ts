import pretty from 'pino-pretty';
import { createLogger } from '../observability/logger.ts';
import { readBuildInfo } from '../process/read-build-info.ts';
import { SYSTEM_CLOCK } from '../time/clock.ts';
import { createDemoLog } from './demo-log.ts';
import { DEMO_HELP, parseDemoOptions } from './demo-options.ts';
import { findFreePort, tryPort } from './free-port.ts';
import { renderGuide } from './render-guide.ts';
import { renderServicesGuide } from './render-services-guide.ts';
import { startSandbox } from './sandbox.ts';
import { listRedirectUris, type Stack, startStack } from './stack.ts';
import { walkAll } from './walk-all.ts';

const WEB_PORT = 8878;
const print = (text: string): void => void process.stdout.write(`${text}\n`);

try {
  const options = parseDemoOptions(process.argv.slice(2));
  if (options.help) print(DEMO_HELP);
  else if (options.services) await startServices();
  else await startAll(options.walk);
} catch (error) {
  process.stderr.write(`The demo cannot go on: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

/** DOMI and the sandbox, either for a person, or for a walk without one. */
async function startAll(isWalk: boolean): Promise<void> {
  const web = await choosePort('PORT', WEB_PORT);
  const level = process.env.LOG_LEVEL || 'warn';
  const stack = await startStack({
    webPort: web === 0 ? await findFreePort() : web,
    managementPort: await choosePort('METRICSPORT', 8879),
    sandboxPort: await choosePort('SANDBOX_PORT', 8880),
    // A walk prints its steps itself.
    logger: isWalk ? createLogger(level, pretty({ sync: true })) : createDemoLog(printStep, level),
    build: readBuildInfo(undefined),
  });
  // An interrupted walk counts as failed; shells use 130 for Ctrl-C.
  endOnSignal(stack.stop, isWalk ? 130 : 0);
  if (isWalk) await walkAndStop(stack);
  else print(renderGuide(stack));
}

async function walkAndStop(stack: Stack): Promise<void> {
  process.exitCode = (await walkAll({ stack, print, now: SYSTEM_CLOCK.now })) ? 0 : 1;
  await stack.stop();
}

async function startServices(): Promise<void> {
  const rootUrl = `http://localhost:${process.env.PORT || WEB_PORT}`;
  const sandbox = await startSandbox({
    port: await choosePort('SANDBOX_PORT', 8880),
    redirectUris: { ...listRedirectUris([rootUrl]), 'acme-meet': [`${rootUrl}/acmeMeetCallback`] },
    logger: createDemoLog(printStep, 'warn'),
  });
  endOnSignal(sandbox.close, 0);
  print(renderServicesGuide(sandbox, rootUrl));
}

function printStep(sentence: string): void {
  print(`  ${sentence}`);
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

/** The first signal stops the servers; the second one does not wait for them. */
function endOnSignal(stop: () => Promise<void>, exitCode: number): void {
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (isStopping) process.exit(1);
      isStopping = true;
      stop().then(() => process.exit(exitCode));
    });
  }
}
