import { Command, InvalidArgumentError, Option } from 'commander';
import { checkPathArgument } from '../config/check-path-argument.ts';
import type { WayOut } from '../config/load-way-out.ts';
import type { Environment } from '../config/settings/environment.ts';
import type { FetchDocument } from '../upstream/document-fetcher.ts';
import { checkConfiguration } from './check-configuration.ts';
import { checkLive } from './check-live.ts';
import { chooseExitCode } from './choose-exit-code.ts';
import type { LiveDependencies } from './prober.ts';
import { createProgress, type ProgressOutput } from './progress.ts';
import { renderConfiguration } from './render-configuration.ts';
import { renderJson } from './render-json.ts';
import { renderLive } from './render-live.ts';

/** The part of the process that the command uses. */
export interface CheckHost {
  readonly environment: Environment;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: ProgressOutput;
  readonly setExitCode: (code: number) => void;
  readonly now: () => Date;
  readonly createSend: (way: WayOut) => LiveDependencies['send'];
  readonly prove: LiveDependencies['prove'];
  readonly createFetchDocument: (way: WayOut) => FetchDocument;
}

interface CheckOptions {
  readonly live?: true;
  readonly json?: true;
  readonly withoutSecrets?: true;
  readonly concurrency: number;
}

const HELP = `
--live sends one code exchange with a deliberately wrong code for each client secret or key, one with a wrong secret or
signature for each app, and one refresh with a wrong token for each service; no token is issued and nothing is changed. A record with an
issuer is compared with the metadata that its server publishes.

Exit codes: 0 sound, 69 a service is unreachable, 77 a service refuses an id, a secret or a key, 78 the configuration has faults.
`;

/** `domi check`: validates a configuration, and with `--live` asks the services whether they accept its credentials. */
export function createDomiCheck(host: CheckHost): Command {
  return new Command('check')
    .description('validate the environment and the provider file, without running the service')
    .argument('[path]', 'provider file or folder, instead of DOMI_CONFIG', checkPathArgument)
    .option('--live', 'ask each meeting service whether it accepts client id and secret or key')
    .addOption(
      new Option(
        '--without-secrets',
        'for pipelines: do not open files of secrets, keys, certificates and logos',
      ).conflicts('live'),
    )
    .option('--json', 'print one JSON document instead of text')
    .option('--concurrency <count>', 'number of concurrent calls', parseCount, 8)
    .addHelpText('after', HELP)
    .action(async (path: string | undefined, options: CheckOptions) => {
      const configuration = await checkConfiguration(
        host.environment,
        path,
        options.withoutSecrets ? 'unread' : 'read',
      );
      if (!options.json) host.stdout.write(renderConfiguration(configuration));
      const live =
        options.live && configuration.faults.length === 0
          ? await checkLive(configuration.tenants, {
              send: host.createSend(configuration),
              prove: host.prove,
              fetchDocument: host.createFetchDocument(configuration),
              now: host.now,
              concurrency: options.concurrency,
              onProgress: createProgress(host.stderr),
            })
          : undefined;
      const exitCode = chooseExitCode(configuration, live);
      if (options.json) host.stdout.write(renderJson(configuration, live, exitCode));
      else if (live) host.stdout.write(renderLive(live));
      host.setExitCode(exitCode);
    });
}

function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1 || count > 100) {
    throw new InvalidArgumentError('It must be a whole number from 1 to 100.');
  }
  return count;
}
