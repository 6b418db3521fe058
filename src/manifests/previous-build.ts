import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Disk } from '../config/files/disk.ts';
import { ConfigError } from '../config/report/config-error.ts';
import type { SourceFile } from '../config/report/place.ts';
import { LOCK_NAME, type OutputLock } from './output-lock.ts';
import { unlinkSecrets } from './secret-links.ts';
import { chooseShard } from './shard-index.ts';
import { nameShardFile } from './shards.ts';
import { nameManifest } from './write-output.ts';

/** The records of the build before, for tenants whose files have a fault now. */
export interface PreviousBuild {
  /**
   * @returns the record as a file that can be validated again; undefined for a tenant that was not there
   * @throws ConfigError when the manifests are not those of the lock
   */
  find(tenantId: string): SourceFile | undefined;
}

/** Reads a manifest when the first of its tenants is asked for. */
export function openPreviousBuild(folder: string, lock: OutputLock | undefined, disk: Disk): PreviousBuild {
  const shards = new Map<number, Record<string, unknown>>();

  function read(index: number, { name }: OutputLock): Record<string, unknown> {
    const path = join(folder, nameManifest('configmap', index));
    try {
      const manifest = load(disk.read(path).toString('utf8'));
      const { data } = manifest as { data: Record<string, string> };
      const { tenants } = load(data[nameShardFile(name, index)] ?? '') as {
        tenants: Record<string, unknown>;
      };
      return tenants;
    } catch {
      throw refuseManifest(path);
    }
  }

  return {
    find(tenantId) {
      if (!lock?.tenants.has(tenantId)) return undefined;
      const index = chooseShard(tenantId, lock.shards);
      const tenants = shards.get(index) ?? read(index, lock);
      shards.set(index, tenants);
      const path = join(folder, nameManifest('configmap', index));
      // To leave it out would end its service.
      if (!Object.hasOwn(tenants, tenantId)) throw refuseManifest(path);
      const record = tenants[tenantId];
      const name = `${path} (${tenantId})`;
      return { name, text: JSON.stringify(unlinkSecrets(record, tenantId)), at: ['tenants', tenantId] };
    },
  };
}

function refuseManifest(path: string): ConfigError {
  const message = `is not as the build of ${LOCK_NAME} has written it: restore both`;
  return new ConfigError([{ where: path, message, code: 'file_unreadable' }]);
}
