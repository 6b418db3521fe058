import { Command } from 'commander';
import { createDomiCheck } from './check/domi-check.ts';
import { createClientProver } from './client-authentication/client-prover.ts';
import { readBelow } from './config/files/read-below.ts';
import { loadWayOut, type WayOut } from './config/load-way-out.ts';
import { ConfigError, EXIT_CONFIG } from './config/report/config-error.ts';
import { createTenantsCommand } from './manifests/tenants-command.ts';
import { createMigrateCommand } from './migration/migrate-command.ts';
import { createNotesCommand } from './notes/notes-command.ts';
import { createOnboardCommand } from './onboarding/onboard-command.ts';
import type { EarlySignals } from './process/catch-early-signals.ts';
import { catchOwnFaults } from './process/catch-own-faults.ts';
import { collectGarbage } from './process/collect-garbage.ts';
import { endProcess } from './process/end-process.ts';
import { openCommandOutput } from './process/output/open-command-output.ts';
import { readBuildInfo } from './process/read-build-info.ts';
import { serve } from './process/serve.ts';
import { SYSTEM_CLOCK } from './time/clock.ts';
import { createDocumentFetcher, type FetchDocument } from './upstream/document-fetcher.ts';
import { createSenders } from './upstream/senders.ts';

const HELP = `
Exit codes of every command but serve, besides its own: 70 a fault of DOMI, 74 standard output cannot be written. A reader that
leaves early, such as head, changes no exit code.
`;

/**
 * Runs the command that the arguments of the process name.
 * @param isServing whether it is the service, which watches its outputs and its faults itself
 */
export async function runCommands(
  host: NodeJS.Process,
  early: EarlySignals,
  isServing: boolean,
): Promise<void> {
  const { env: environment, stderr, stdin } = host;
  if (!isServing) catchOwnFaults(host);
  const stdout = isServing ? host.stdout : openCommandOutput(host);
  const { now } = SYSTEM_CLOCK;
  const build = readBuildInfo(environment['DOMI_COMMIT']);
  const userAgent = `domi/${build.version}`;

  const setExitCode = (code: number): void => {
    host.exitCode = code;
  };

  const createFetchDocument = ({ proxies, allowInsecureProviders }: WayOut): FetchDocument =>
    createDocumentFetcher({ userAgent, proxies, allowPrivateAddresses: allowInsecureProviders });

  function readWayOut(): WayOut {
    try {
      return loadWayOut(environment);
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
      stdout: host.stdout,
      stderr,
      onSignal: (name, handler) => host.on(name, handler),
      onFault: (name, handler) => host.on(name, handler),
      exit: (code, hasThreads = false) => endProcess(host, code, hasThreads),
      collectGarbage,
    });
    // It listens to them itself by now.
    early.release();
    await serving;
  }

  const check = createDomiCheck({
    environment,
    stdout,
    stderr,
    now,
    prove: createClientProver({ now, readFile: readBelow }),
    createSend: ({ proxies, allowInsecureProviders }) =>
      createSenders({
        userAgent,
        clock: SYSTEM_CLOCK,
        proxies,
        allowPrivateAddresses: allowInsecureProviders,
      }).authorization_code,
    createFetchDocument,
    setExitCode,
  });
  const onboard = { environment, stdout, now, readWayOut, createFetchDocument, setExitCode };
  const notes = { stdout, stderr, stdin, now, readProxies: () => readWayOut().proxies, setExitCode };

  const program = new Command('domi')
    .description(
      'Domino Online Meeting Integration: the OAuth broker between HCL Notes and the meeting services',
    )
    .version(`${build.version} (commit ${build.commit})`)
    .addHelpText('after', HELP);
  program
    .command('serve')
    .description('run the service; settings come from the environment')
    .action(serveUntilSignal);
  program.addCommand(check);
  program.addCommand(createOnboardCommand(onboard));
  program.addCommand(createMigrateCommand({ environment, stdout, stderr, setExitCode }));
  program.addCommand(createNotesCommand(notes));
  program.addCommand(
    createTenantsCommand({ environment, stdout, stderr, now, setExitCode, exit: (code) => host.exit(code) }),
  );
  await program.parseAsync();
}
