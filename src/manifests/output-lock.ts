import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Disk, readErrorCode } from '../config/files/disk.ts';

/** The memory between two builds: how many shards there are, and what each tenant was. */
export interface OutputLock {
  readonly name: string;
  readonly shards: number;
  /** A digest of its record by tenant id. */
  readonly tenants: ReadonlyMap<string, string>;
}

/** Its ending is none that `kubectl apply -f` or Argo CD would read. */
export const LOCK_NAME = 'tenants.lock';

const DIGEST_DIGITS = 16;

/** @returns undefined when there was no build before; `unreadable` when the file is there, since guessing would move tenants */
export function readLock(folder: string, disk: Disk): OutputLock | undefined | 'unreadable' {
  try {
    const { name, shards, tenants } = JSON.parse(disk.read(join(folder, LOCK_NAME)).toString('utf8'));
    const isSound =
      typeof name === 'string' && Number.isInteger(shards) && shards > 0 && typeof tenants === 'object';
    return isSound ? { name, shards, tenants: new Map(Object.entries(tenants ?? {})) } : 'unreadable';
  } catch (error) {
    return readErrorCode(error) === 'ENOENT' ? undefined : 'unreadable';
  }
}

/** One tenant on each line, in the order of their ids, so that versions can be compared and merged. */
export function renderLock({ name, shards, tenants }: OutputLock): string {
  const lines = [...tenants]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, digest]) => `    ${JSON.stringify(id)}: ${JSON.stringify(digest)}`);
  return `{
  "name": ${JSON.stringify(name)},
  "shards": ${shards},
  "tenants": {
${lines.join(',\n')}
  }
}
`;
}

/** @returns the digest of a record as it is written, without its place */
export function digestRecord(json: string): string {
  return createHash('sha256').update(json).digest('hex').slice(0, DIGEST_DIGITS);
}
