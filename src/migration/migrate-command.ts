import { Command, Option } from 'commander';
import { checkPathArgument } from '../config/check-path-argument.ts';
import { DISK } from '../config/files/disk.ts';
import type { Environment } from '../config/settings/environment.ts';

/** The part of `process` that the command uses. */
export interface MigrateHost {
  readonly environment: Environment;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  setExitCode(code: number): void;
}

interface Flags {
  readonly format: 'env' | 'helm';
  readonly showSecrets: boolean;
  readonly secrets?: string;
}

const HELP = `
As in DOMI 1.x, a variable of the environment wins over the folder: run it with the environment of the old service.
Secrets are not printed unless you ask for it; --secrets puts them into files, whose names are printed.

Exit codes: 0 nothing is left to do, 1 the output has a list of what to do, 78 the folder cannot be read.
`;

export function createMigrateCommand(host: MigrateHost): Command {
  return new Command('migrate')
    .description('translate the configuration of DOMI 1.x into settings of this version')
    .argument(
      '[path]',
      'its folder domiconfig.d; by default the one here, if there is one',
      checkPathArgument,
    )
    .addOption(new Option('--format <format>', 'what to print').choices(['env', 'helm']).default('env'))
    .option('--secrets <folder>', 'write each secret into a file of this folder', checkPathArgument)
    .addOption(new Option('--show-secrets', 'print secrets as they are').default(false).conflicts('secrets'))
    .addHelpText('after', HELP)
    .action(async (path: string | undefined, { format, showSecrets, secrets }: Flags) => {
      // Loaded on demand: `domi serve` does not need it.
      const { runMigrate } = await import('./run-migrate.ts');
      const code = runMigrate({
        environment: host.environment,
        disk: DISK,
        path,
        format,
        showsSecrets: showSecrets,
        secretsFolder: secrets,
        write: (text) => void host.stdout.write(text),
        writeError: (text) => void host.stderr.write(text),
      });
      host.setExitCode(code);
    });
}
