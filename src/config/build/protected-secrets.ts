import type { Disk } from '../files/disk.ts';
import type { Records } from '../records/records.ts';
import { createFaultList } from '../report/fault-list.ts';
import type { Environment } from '../settings/environment.ts';
import { PROCESS_SECRETS } from '../settings/known-variables.ts';
import { readVariable } from '../settings/read-variable.ts';
import { listSources } from './credential-source.ts';
import type { CredentialValues } from './credential-values.ts';

/** Secrets that tenants must not get hold of, by value: one secret can have several names. */
export interface ProtectedSecrets {
  /** Whether a value is, or contains, a secret of a root record: for clients, of a webhook, or a private key. */
  holdsShared(value: string): boolean;
  /** Whether a value is, or contains, a secret of the process: its seal keys, for example. */
  holdsOfProcess(value: string): boolean;
}

export interface ProtectedSecretsOptions {
  readonly environment: Environment;
  readonly records: Records;
  readonly values: CredentialValues;
  readonly disk: Disk;
}

/** Characters. A shorter text may stand in another value by chance; real secrets are longer. */
const MIN_CONTAINED = 16;

/** Reads the secrets when the first value is compared: most configurations have nothing to compare. */
export function createProtectedSecrets({
  environment,
  records,
  values,
  disk,
}: ProtectedSecretsOptions): ProtectedSecrets {
  let shared: Matcher | undefined;
  let ofProcess: Matcher | undefined;

  function readShared(): string[] {
    const sources = records.ids.flatMap((id) => {
      const { clientSecret, clientKey, webhook } = records.resolve(id)?.record ?? {};
      return [clientSecret, clientKey, webhook?.secret].flatMap(listSources);
    });
    return sources.map((source) => values.read(source).value).filter((value) => value !== undefined);
  }

  function readOfProcess(): string[] {
    // A fault of one of these is reported where the settings are read.
    const ignored = createFaultList();
    const texts = PROCESS_SECRETS.map((name) => readVariable(environment, name, ignored, disk));
    return texts.filter((text) => text !== undefined).flatMap(listParts);
  }

  return {
    holdsShared(value) {
      shared ??= createMatcher(readShared());
      return shared(value);
    },
    holdsOfProcess(value) {
      ofProcess ??= createMatcher(readOfProcess());
      return ofProcess(value);
    },
  };
}

type Matcher = (value: string) => boolean;

/** A file may hold several secrets at once, so a value that contains one gives it away as well. */
function createMatcher(secrets: readonly string[]): Matcher {
  const all = new Set(secrets);
  const long = [...all].filter(({ length }) => length >= MIN_CONTAINED);
  const shortest = Math.min(...long.map(({ length }) => length));
  return (value) =>
    all.has(value) || (value.length > shortest && long.some((secret) => value.includes(secret)));
}

/** A list of seal keys (`id:key,id:key`) is a secret, and so is each of its keys. */
function listParts(text: string): string[] {
  const parts = text.split(/[\s,:]/).filter(({ length }) => length >= MIN_CONTAINED);
  return [text, ...parts];
}
