import { resolve, sep } from 'node:path';
import type { Disk } from '../files/disk.ts';
import { showPath } from '../settings/read-secret-file.ts';
import type { CredentialSource, SourceValue } from './credential-source.ts';
import type { ProtectedSecrets } from './protected-secrets.ts';

/** A source in the record of a tenant, and what its value is used for. */
export interface TenantSourceUse {
  readonly tenantId: string;
  readonly source: CredentialSource;
  /** Whether the value leaves for an address of the tenant's choice: its own endpoint, or the browser of its user. */
  readonly leaves: boolean;
}

/** What a record of a tenant may not read: whoever writes it is not trusted with the secrets of others. */
export interface TenantBoundary {
  /** @returns a fault that stands in place of reading the source */
  findForbidden(use: TenantSourceUse): string | undefined;
  /** @returns a fault of what was read */
  findStrange(use: TenantSourceUse, value: SourceValue): string | undefined;
}

export interface TenantBoundaryOptions {
  /** `DOMI_TENANT_SECRETS`. */
  readonly folder: string | undefined;
  readonly secrets: ProtectedSecrets;
  readonly disk: Disk;
}

export function createTenantBoundary({ folder, secrets, disk }: TenantBoundaryOptions): TenantBoundary {
  const locations = new Map<string, string>();

  function locate(path: string): string {
    const location = locations.get(path) ?? disk.locate(path);
    locations.set(path, location);
    return location;
  }

  const isOutside = (path: string, own: string): boolean => !path.startsWith(own + sep);

  return {
    findForbidden({ tenantId, source }) {
      if (folder === undefined || 'value' in source) return undefined;
      const own = resolve(folder, tenantId);
      if ('env' in source)
        return `names a variable: with DOMI_TENANT_SECRETS, a tenant names files below ${own}`;
      return isOutside(resolve(source.file), own) ? explainOutside(source.file, own) : undefined;
    },
    findStrange({ tenantId, source, leaves }, { value, location }) {
      if (folder !== undefined && location !== undefined && 'file' in source) {
        const own = resolve(folder, tenantId);
        if (isOutside(location, locate(own))) return explainOutside(source.file, own);
      }
      if (value === undefined) return undefined;
      if (secrets.holdsOfProcess(value)) return 'holds a secret of the process itself';
      if (!leaves || !secrets.holdsShared(value)) return undefined;
      return 'is or holds the secret of a root record: bring one of your own';
    },
  };
}

function explainOutside(file: string, own: string): string {
  return `names ${showPath(file)}, which is not below ${own}: with DOMI_TENANT_SECRETS, a tenant names files of its own folder`;
}
