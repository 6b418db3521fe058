import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Disk, readErrorCode } from '../config/files/disk.ts';
import { ConfigError } from '../config/report/config-error.ts';
import { isObjectName } from './is-object-name.ts';
import { isSecretsFolder } from './secret-links.ts';
import { isSecretStore, type SecretStore } from './secret-store.ts';
import { MAX_SHARDS } from './shard-index.ts';

/** The memory between two builds: of what the options were, and of what each tenant was. */
export interface OutputLock {
  readonly name: string;
  readonly shards: number;
  readonly secretsFolder: string;
  readonly secretStore: SecretStore | undefined;
  /** A digest of its record by tenant id. */
  readonly tenants: ReadonlyMap<string, string>;
}

/** Its ending is none that `kubectl apply -f` or Argo CD would read. */
export const LOCK_NAME = 'tenants.lock';

const DIGEST_DIGITS = 16;

/** @returns the text of the lock; undefined when there was no build before */
export function readLockText(folder: string, disk: Disk): string | undefined {
  try {
    return disk.read(join(folder, LOCK_NAME)).toString('utf8');
  } catch (error) {
    const code = readErrorCode(error);
    if (code === 'ENOENT') return undefined;
    throw refuseLock(`cannot be read (${code})`);
  }
}

/**
 * Refuses a lock that was edited or merged badly, since guessing would move tenants.
 * @throws ConfigError
 */
export function parseLock(text: string): OutputLock {
  const { name, shards, secretsFolder, secretStore, tenants } = parseObject(text);
  const isSound =
    isObjectName(name) &&
    Number.isInteger(shards) &&
    Number(shards) >= 1 &&
    Number(shards) <= MAX_SHARDS &&
    isSecretsFolder(secretsFolder) &&
    (secretStore === undefined || isSecretStore(secretStore)) &&
    isDigests(tenants);
  if (!isSound)
    throw refuseLock('is not as a build has written it: restore it, or delete it to choose the shards anew');
  return {
    name,
    shards: Number(shards),
    secretsFolder,
    secretStore,
    tenants: new Map(Object.entries(tenants)),
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

function isDigests(value: unknown): value is Readonly<Record<string, string>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((digest) => typeof digest === 'string');
}

function refuseLock(message: string): ConfigError {
  return new ConfigError([{ where: `OUT/${LOCK_NAME}`, message, code: 'file_unreadable' }]);
}

/** One tenant on each line, in the order of their ids, so that versions can be compared and merged. */
export function renderLock({ tenants, ...options }: OutputLock): string {
  const lines = [...tenants]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, digest]) => `    ${JSON.stringify(id)}: ${JSON.stringify(digest)}`);
  const fields = Object.entries(options).filter(([, value]) => value !== undefined);
  return `{
${fields.map(([field, value]) => `  ${JSON.stringify(field)}: ${JSON.stringify(value)},\n`).join('')}  "tenants": {
${lines.join(',\n')}
  }
}
`;
}

/** @returns the digest of a record as it is written, without its place */
export function digestRecord(json: string): string {
  return createHash('sha256').update(json).digest('hex').slice(0, DIGEST_DIGITS);
}
