#!/usr/bin/env node
import { Command } from 'commander';
import { createDomiCheck } from './check/domi-check.ts';
import { createClientProver } from './client-authentication/client-prover.ts';
import { DISK } from './config/files/disk.ts';
import { loadOutboundProxies } from './config/load-outbound-proxies.ts';
import { ConfigError, EXIT_CONFIG } from './config/report/config-error.ts';
import type { OutboundProxies } from './networks/outbound-proxies.ts';
import { createNotesCommand } from './notes/notes-command.ts';
import { createOnboardCommand } from './onboarding/onboard-command.ts';
import { collectGarbage } from './process/collect-garbage.ts';
import { readBuildInfo } from './process/read-build-info.ts';
import { serve } from './process/serve.ts';
import { SYSTEM_CLOCK } from './time/clock.ts';
import { createSender } from './upstream/sender.ts';

/** The only file that touches the process: commands get its parts as arguments. */
const build = readBuildInfo(process.env['DOMI_COMMIT']);

const setExitCode = (code: number): void => {
  process.exitCode = code;
};

function readProxies(): OutboundProxies {
  try {
    return loadOutboundProxies(process.env);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(EXIT_CONFIG);
  }
}

const program = new Command('domi')
  .description(
    'Domino Online Meeting Integration: the OAuth broker between HCL Notes and the meeting services',
  )
  .version(build.version);

program
  .command('serve')
  .description('run the service; settings come from the environment')
  .action(() =>
    serve({
      environment: process.env,
      build,
      onSignal: (name, handler) => process.on(name, handler),
      onFault: (name, handler) => process.on(name, handler),
      writeError: (text) => process.stderr.write(text),
      exit: (code) => process.exit(code),
      collectGarbage,
    }),
  );

program.addCommand(
  createDomiCheck({
    environment: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    now: SYSTEM_CLOCK.now,
    prove: createClientProver({ now: SYSTEM_CLOCK.now, readFile: DISK.readOrdinary }),
    createSend: (proxies) =>
      createSender({ userAgent: `domi/${build.version}`, clock: SYSTEM_CLOCK, proxies }),
    setExitCode,
  }),
);

program.addCommand(createOnboardCommand({ environment: process.env, stdout: process.stdout, setExitCode }));

program.addCommand(
  createNotesCommand({
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    now: SYSTEM_CLOCK.now,
    readProxies,
    setExitCode,
  }),
);

await program.parseAsync();
