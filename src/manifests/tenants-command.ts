import { Command, type CommanderError, InvalidArgumentError, Option } from 'commander';
import { checkPathArgument } from '../config/check-path-argument.ts';
import { DISK } from '../config/files/disk.ts';
import type { Environment } from '../config/settings/environment.ts';
import type { BuildFlags } from './choose-build-settings.ts';
import { isObjectName } from './is-object-name.ts';
import { isSecretsFolder } from './secret-links.ts';
import { isRemoteKey, isStoreName } from './secret-store.ts';
import { MAX_SHARDS } from './shard-index.ts';

/** The part of the process that the command uses. */
export interface TenantsHost {
  readonly environment: Environment;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly now: () => Date;
  readonly setExitCode: (code: number) => void;
  readonly exit: (code: number) => never;
}

interface CommandFlags extends BuildFlags {
  readonly with: readonly string[];
  readonly keepGoing: boolean;
  readonly allowLoss: boolean;
  readonly overlap: boolean;
  readonly json: boolean;
}

/** EX_USAGE of sysexits.h; 1 would say that something was written. */
const EXIT_USAGE = 64;

const HELP = `
SRC has one file for each tenant: acme.yaml has the record of the tenant acme, what stands below tenants.acme in a provider file.
Subfolders are for your own order. A secret is named, never written: clientSecret: { secret: zoom }.
OUT gets ConfigMaps with the tenants, each below every limit of Kubernetes, and a kustomization.yaml. No secret is read.
OUT/tenants.lock remembers --name, --shards, --secrets-folder and the options of the store for the next build.

Exit codes: 0 written, 1 written, but tenants with a fault are as they were or left out (--keep-going), 64 wrong use, 78 faults,
and nothing is written.
`;

/** `domi tenants`: thousands of tenants from files in a repository to a cluster. */
export function createTenantsCommand(host: TenantsHost): Command {
  const build = new Command('build')
    .description('make manifests of a folder with one file for each tenant')
    .argument('<src>', 'folder with one file for each tenant', checkPathArgument)
    .argument('<out>', 'folder of the manifests', checkPathArgument)
    .option(
      '--with <path>',
      'provider file or folder that the pods have from elsewhere (repeatable)',
      collect,
      [],
    )
    .option('--keep-going', 'leave faulty tenants as they were, and write the others', false)
    .option('--allow-loss', 'more than a tenth of the tenants may go', false)
    .option('--name <name>', 'of the objects (default: as before, or domi-tenants)', parseName)
    .option(
      '--shards <count>',
      'number of shards (default: as before, or by the number of tenants)',
      parseShards,
    )
    .option(
      '--overlap',
      'with another number of shards: keep tenants in their old shard too, until the next build',
      false,
    )
    .option(
      '--secrets-folder <path>',
      'where the pods have the bundles of secrets (default: as before, or /run/secrets/domi-tenants)',
      parseSecretsFolder,
    )
    .option(
      '--secret-store <name>',
      'make an ExternalSecret for each shard, of this store (default: as before)',
      parseStoreName,
    )
    .option('--no-secret-store', 'make no ExternalSecrets any more')
    .addOption(
      new Option(
        '--secret-store-kind <kind>',
        'of the store (default: as before, or ClusterSecretStore)',
      ).choices(['SecretStore', 'ClusterSecretStore']),
    )
    .option(
      '--remote-key <key>',
      "key of a tenant's secrets in the store (default: as before, or domi/{tenant})",
      parseRemoteKey,
    )
    .option('--json', 'print one JSON document instead of text', false)
    .addHelpText('after', HELP)
    .action(async (source: string, output: string, flags: CommandFlags) => {
      // Loaded on demand: `domi serve` does not need it.
      const { runBuild } = await import('./run-build.ts');
      const { text, exitCode } = runBuild(
        {
          source,
          output,
          name: flags.name,
          shards: flags.shards,
          others: flags.with,
          secretsFolder: flags.secretsFolder,
          secretStore: flags.secretStore,
          secretStoreKind: flags.secretStoreKind,
          remoteKey: flags.remoteKey,
          keepsGoing: flags.keepGoing,
          allowsLoss: flags.allowLoss,
          overlaps: flags.overlap,
          environment: host.environment,
          disk: DISK,
          now: host.now(),
          onProgress: (line) => void host.stderr.write(`${line}\n`),
        },
        flags.json,
      );
      host.stdout.write(text);
      host.setExitCode(exitCode);
    });
  const tenants = new Command('tenants').description('tenants as files of a repository').addCommand(build);
  const endWithUsage = ({ exitCode }: CommanderError): never => host.exit(exitCode === 0 ? 0 : EXIT_USAGE);
  const outputs = {
    writeOut: (text: string) => void host.stdout.write(text),
    writeErr: (text: string) => void host.stderr.write(text),
  };
  for (const command of [tenants, build]) command.exitOverride(endWithUsage).configureOutput(outputs);
  return tenants;
}

function collect(path: string, before: readonly string[]): string[] {
  return [...before, checkPathArgument(path)];
}

function parseShards(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MAX_SHARDS) return count;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MAX_SHARDS}.`);
}

function parseName(text: string): string {
  if (isObjectName(text)) return text;
  throw new InvalidArgumentError('It must be a DNS label of at most 40 characters, in lower case.');
}

function parseSecretsFolder(text: string): string {
  if (isSecretsFolder(text)) return text;
  throw new InvalidArgumentError(
    'It must be an absolute path of letters, digits, dots, dashes and underscores.',
  );
}

function parseStoreName(text: string): string {
  if (isStoreName(text)) return text;
  throw new InvalidArgumentError('It must be the name of an object in Kubernetes.');
}

function parseRemoteKey(text: string): string {
  if (isRemoteKey(text)) return text;
  throw new InvalidArgumentError(
    'It must contain {tenant}: otherwise all tenants would get the same secrets.',
  );
}
