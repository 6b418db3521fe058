#!/usr/bin/env node
import { Command } from 'commander';
import { createDomiCheck } from './check/domi-check.ts';
import { createClientProver } from './client-authentication/client-prover.ts';
import { DISK } from './config/files/disk.ts';
import { loadWayOut, type WayOut } from './config/load-way-out.ts';
import { ConfigError, EXIT_CONFIG } from './config/report/config-error.ts';
import { createMigrateCommand } from './migration/migrate-command.ts';
import { createNotesCommand } from './notes/notes-command.ts';
import { createOnboardCommand } from './onboarding/onboard-command.ts';
import { collectGarbage } from './process/collect-garbage.ts';
import { readBuildInfo } from './process/read-build-info.ts';
import { serve } from './process/serve.ts';
import { SYSTEM_CLOCK } from './time/clock.ts';
import { createDocumentFetcher, type FetchDocument } from './upstream/document-fetcher.ts';
import { createSenders } from './upstream/senders.ts';

/** The only file that touches the process: commands get its parts as arguments. */
const build = readBuildInfo(process.env['DOMI_COMMIT']);

const setExitCode = (code: number): void => {
  process.exitCode = code;
};

// By default Node opens a debugger on SIGUSR1, which can read every secret. A handler keeps it shut however the process
// was started; the option --disable-sigusr1 does so before this line is reached.
process.on('SIGUSR1', () => undefined);

const createFetchDocument = ({ proxies, allowInsecureProviders }: WayOut): FetchDocument =>
  createDocumentFetcher({
    userAgent: `domi/${build.version}`,
    proxies,
    allowPrivateAddresses: allowInsecureProviders,
  });

function readWayOut(): WayOut {
  try {
    return loadWayOut(process.env);
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
    createSend: ({ proxies, allowInsecureProviders }) =>
      createSenders({
        userAgent: `domi/${build.version}`,
        clock: SYSTEM_CLOCK,
        proxies,
        allowPrivateAddresses: allowInsecureProviders,
      }).authorization_code,
    createFetchDocument,
    setExitCode,
  }),
);

program.addCommand(
  createOnboardCommand({
    environment: process.env,
    stdout: process.stdout,
    now: SYSTEM_CLOCK.now,
    readWayOut,
    createFetchDocument,
    setExitCode,
  }),
);

program.addCommand(
  createMigrateCommand({
    environment: process.env,
    stdout: process.stdout,
    stderr: process.stderr,
    setExitCode,
  }),
);

program.addCommand(
  createNotesCommand({
    stdout: process.stdout,
    stderr: process.stderr,
    stdin: process.stdin,
    now: SYSTEM_CLOCK.now,
    readProxies: () => readWayOut().proxies,
    setExitCode,
  }),
);

await program.parseAsync();
