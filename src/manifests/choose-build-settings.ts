import { ConfigError, type Fault } from '../config/report/config-error.ts';
import type { OutputLock } from './output-lock.ts';
import type { SecretStore } from './secret-store.ts';
import { chooseShardCount } from './shard-index.ts';

/** Options of the command that the next build remembers; undefined: as before. */
export interface BuildFlags {
  /** Of the objects. */
  readonly name: string | undefined;
  readonly shards: number | undefined;
  /** Where the pods have the bundles of secrets. */
  readonly secretsFolder: string | undefined;
  /** Name of the store; false: no ExternalSecrets. */
  readonly secretStore: string | false | undefined;
  readonly secretStoreKind: SecretStore['kind'] | undefined;
  readonly remoteKey: string | undefined;
}

export type BuildSettings = Omit<OutputLock, 'tenants'>;

const DEFAULT_NAME = 'domi-tenants';
const DEFAULT_SECRETS_FOLDER = '/run/secrets/domi-tenants';
const DEFAULT_STORE = { kind: 'ClusterSecretStore', remoteKey: 'domi/{tenant}' } as const;

/**
 * Takes what the options say, and the rest from the build before: an option that is forgotten once must not take objects away.
 * @param there how many tenants and shards there are
 * @throws ConfigError
 */
export function chooseBuildSettings(
  flags: BuildFlags,
  before: BuildSettings | undefined,
  there: { readonly tenants: number; readonly shards: number },
): BuildSettings {
  const secretStore = chooseStore(flags, before?.secretStore);
  const shards = flags.shards ?? before?.shards ?? chooseShardCount(there.tenants);
  const faults: Fault[] = [];
  if (shards < there.shards) faults.push(refuseShards(shards, there.shards));
  if (!secretStore && (flags.secretStoreKind ?? flags.remoteKey)) faults.push(refuseStoreOptions());
  if (faults.length > 0) throw new ConfigError(faults);
  return {
    name: flags.name ?? before?.name ?? DEFAULT_NAME,
    shards,
    secretsFolder: flags.secretsFolder ?? before?.secretsFolder ?? DEFAULT_SECRETS_FOLDER,
    secretStore,
  };
}

function chooseStore(
  { secretStore, secretStoreKind, remoteKey }: BuildFlags,
  before: SecretStore | undefined,
): SecretStore | undefined {
  const name = secretStore ?? before?.name;
  if (name === undefined || name === false) return undefined;
  return {
    kind: secretStoreKind ?? before?.kind ?? DEFAULT_STORE.kind,
    name,
    remoteKey: remoteKey ?? before?.remoteKey ?? DEFAULT_STORE.remoteKey,
  };
}

function refuseShards(shards: number, there: number): Fault {
  const message = `must be ${there} at least, as many as there are, not ${shards}: a ConfigMap that is no longer applied stays in the cluster, with its tenants`;
  return { where: '--shards', message, code: 'setting_invalid' };
}

function refuseStoreOptions(): Fault {
  const message = 'needs --secret-store';
  return { where: '--secret-store-kind, --remote-key', message, code: 'setting_invalid' };
}
