import { Command, InvalidArgumentError, Option } from 'commander';
import { DISK } from '../config/files/disk.ts';
import type { Environment } from '../config/settings/environment.ts';
import type { SecretStore } from './external-secret.ts';
import { MAX_SHARDS } from './shard-index.ts';

/** The part of the process that the command uses. */
export interface TenantsHost {
  readonly environment: Environment;
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly now: () => Date;
  readonly setExitCode: (code: number) => void;
}

interface BuildFlags {
  readonly name?: string;
  readonly shards?: number;
  readonly with: readonly string[];
  readonly secretsFolder: string;
  readonly secretStore?: string;
  readonly secretStoreKind: SecretStore['kind'];
  readonly remoteKey: string;
  readonly keepGoing: boolean;
  readonly allowLoss: boolean;
  readonly overlap: boolean;
  readonly json: boolean;
}

const HELP = `
SRC has one file for each tenant: acme.yaml has the record of the tenant acme, what stands below tenants.acme in a provider file.
Subfolders are for your own order. A secret is named, never written: clientSecret: { secret: zoom }.
OUT gets ConfigMaps with the tenants, each below every limit of Kubernetes, and a kustomization.yaml. No secret is read.

Exit codes: 0 written, 1 written without the tenants that have a fault (--keep-going), 78 faults, and nothing is written.
`;

/** `domi tenants`: thousands of tenants from files in a repository to a cluster. */
export function createTenantsCommand(host: TenantsHost): Command {
  const build = new Command('build')
    .description('make manifests of a folder with one file for each tenant')
    .argument('<src>', 'folder with one file for each tenant')
    .argument('<out>', 'folder of the manifests')
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
      'where the pods have the bundles of secrets',
      '/run/secrets/domi-tenants',
    )
    .option('--secret-store <name>', 'make an ExternalSecret for each shard, of this store')
    .addOption(
      new Option('--secret-store-kind <kind>', 'of the store')
        .choices(['SecretStore', 'ClusterSecretStore'])
        .default('ClusterSecretStore'),
    )
    .option('--remote-key <key>', "key of a tenant's secrets in the store", 'domi/{tenant}')
    .option('--json', 'print one JSON document instead of text', false)
    .addHelpText('after', HELP)
    .action(async (source: string, output: string, flags: BuildFlags) => {
      // Loaded on demand: `domi serve` does not need it.
      const { runBuild } = await import('./run-build.ts');
      const { secretStore: store, secretStoreKind: kind, remoteKey } = flags;
      const { text, exitCode } = runBuild(
        {
          source,
          output,
          name: flags.name,
          shards: flags.shards,
          others: flags.with,
          secretsFolder: flags.secretsFolder,
          store: store === undefined ? undefined : { kind, name: store, remoteKey },
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
  return new Command('tenants').description('tenants as files of a repository').addCommand(build);
}

function collect(path: string, before: readonly string[]): string[] {
  return [...before, path];
}

function parseShards(text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1 && count <= MAX_SHARDS) return count;
  throw new InvalidArgumentError(`It must be a whole number from 1 to ${MAX_SHARDS}.`);
}

function parseName(text: string): string {
  if (/^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$/.test(text)) return text;
  throw new InvalidArgumentError('It must be a DNS label of at most 40 characters, in lower case.');
}
