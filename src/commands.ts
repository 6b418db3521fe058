import { Command } from 'commander';
import { createDomiCheck } from './check/domi-check.ts';
import { loadOutboundProxies } from './config/load-outbound-proxies.ts';
import { ConfigError, EXIT_CONFIG } from './config/report/config-error.ts';
import { createMigrateCommand } from './migration/migrate-command.ts';
import type { OutboundProxies } from './networks/outbound-proxies.ts';
import { createNotesCommand } from './notes/notes-command.ts';
import { createOnboardCommand } from './onboarding/onboard-command.ts';
import type { EarlySignals } from './process/catch-early-signals.ts';
import { collectGarbage } from './process/collect-garbage.ts';
import { endProcess } from './process/end-process.ts';
import { readBuildInfo } from './process/read-build-info.ts';
import { serve } from './process/serve.ts';
import { SYSTEM_CLOCK } from './time/clock.ts';
import { createSenders } from './upstream/senders.ts';

/** Runs the command that the arguments of the process name. */
export async function runCommands(host: NodeJS.Process, early: EarlySignals): Promise<void> {
  const { env: environment, stdout, stderr } = host;
  const build = readBuildInfo(environment['DOMI_COMMIT']);
  const setExitCode = (code: number): void => {
    host.exitCode = code;
  };

  function readProxies(): OutboundProxies {
    try {
      return loadOutboundProxies(environment);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      stderr.write(`${error.message}\n`);
      host.exit(EXIT_CONFIG);
    }
  }

  async function serveUntilSignal(): Promise<void> {
    const serving = serve({
      environment,
      build,
      stdout,
      stderr,
      onSignal: (name, handler) => host.on(name, handler),
      onFault: (name, handler) => host.on(name, handler),
      exit: (code, hasThreads = false) => endProcess(host, code, hasThreads),
      collectGarbage,
    });
    early.release();
    await serving;
  }

  const program = new Command('domi')
    .description(
      'Domino Online Meeting Integration: the OAuth broker between HCL Notes and the meeting services',
    )
    .version(build.version);
  program
    .command('serve')
    .description('run the service; settings come from the environment')
    .action(serveUntilSignal);
  program.addCommand(
    createDomiCheck({
      environment,
      stdout,
      stderr,
      now: SYSTEM_CLOCK.now,
      createSend: ({ proxies, allowInsecureProviders }) =>
        createSenders({
          userAgent: `domi/${build.version}`,
          clock: SYSTEM_CLOCK,
          proxies,
          allowPrivateAddresses: allowInsecureProviders,
        }).authorization_code,
      setExitCode,
    }),
  );

  program.addCommand(createOnboardCommand({ environment, stdout, setExitCode }));

  program.addCommand(
    createMigrateCommand({
      environment,
      stdout,
      stderr,
      setExitCode,
    }),
  );

  program.addCommand(
    createNotesCommand({
      stdout,
      stderr,
      stdin: host.stdin,
      now: SYSTEM_CLOCK.now,
      readProxies,
      setExitCode,
    }),
  );

  await program.parseAsync();
}
