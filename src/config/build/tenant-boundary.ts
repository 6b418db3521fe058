import { basename, dirname, join, resolve, sep } from 'node:path';
import { type Disk, readErrorCode } from '../files/disk.ts';
import { type FolderBound, isOutside, skipVersions } from '../files/read-below.ts';
import type { Records } from '../records/records.ts';
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

/** The assertion file of a record. */
export interface AssertionUse {
  /** Undefined for a file that a root record names. */
  readonly tenantId: string | undefined;
  readonly file: string;
  readonly leaves: boolean;
}

/** What may be read at an assertion file, now and later. */
export type AssertionAccess =
  | { readonly fault: string }
  | {
      /** Folder that the file must be in whenever it is read. */
      readonly below?: FolderBound;
      /** Why there is no file now: a code. */
      readonly missing?: string;
    };

/** What a record of a tenant may not read: whoever writes it is not trusted with the secrets of others. */
export interface TenantBoundary {
  /** @returns a fault that stands in place of reading the source */
  findForbidden(use: TenantSourceUse): string | undefined;
  /** @returns a fault of what was read */
  findStrange(use: TenantSourceUse, value: SourceValue): string | undefined;
  checkAssertion(use: AssertionUse): AssertionAccess;
}

export interface TenantBoundaryOptions {
  /** `DOMI_TENANT_SECRETS`. */
  readonly folder: string | undefined;
  readonly records: Records;
  /** Faulty ones included: their folders are theirs as well. */
  readonly isTenant: (name: string) => boolean;
  readonly secrets: ProtectedSecrets;
  readonly disk: Disk;
}

export function createTenantBoundary({
  folder,
  records,
  isTenant,
  secrets,
  disk,
}: TenantBoundaryOptions): TenantBoundary {
  const locations = new Map<string, string>();
  let assertions: ReadonlySet<string> | undefined;

  function locate(path: string): string {
    const location = locations.get(path) ?? disk.locate(path);
    locations.set(path, location);
    return location;
  }

  function tryToLocate(path: string): { location?: string; missing?: string } {
    try {
      return { location: locate(path) };
    } catch (error) {
      return { missing: readErrorCode(error) };
    }
  }

  /** Where a file is, or will be once somebody makes it. */
  function foresee(path: string): string {
    const parent = dirname(path);
    return tryToLocate(path).location ?? (parent === path ? path : join(foresee(parent), basename(path)));
  }

  /**
   * Whether the folder of a tenant is a link to that of another one, or to all of them. Only the operator can make such a link,
   * and it would be a mistake.
   */
  function isOfOthers(root: string, tenantId: string): boolean {
    const [all, own] = [root, resolve(root, tenantId)].map((path) => skipVersions(foresee(path))) as [
      string,
      string,
    ];
    if (own === all || !isOutside(all, own)) return true;
    const [first = ''] = isOutside(own, all) ? [] : own.slice(all.length + 1).split(sep);
    return first !== tenantId && isTenant(first);
  }

  /** By place, not by value: the content changes all the time. */
  function isAssertion(location: string): boolean {
    assertions ??= new Set(
      records.ids.flatMap((id) => {
        const { file } = records.resolve(id)?.record.clientAssertion ?? {};
        return file === undefined ? [] : foresee(resolve(file));
      }),
    );
    return assertions.has(location);
  }

  return {
    findForbidden({ tenantId, source }) {
      if (folder === undefined || 'value' in source) return undefined;
      const own = resolve(folder, tenantId);
      if ('env' in source)
        return `names a variable: with DOMI_TENANT_SECRETS, a tenant names files below ${own}`;
      if (isOwnPartOfBundle(source, folder, tenantId)) return undefined;
      return isOutside(resolve(source.file), own) ? explainOutside(source.file, own) : undefined;
    },
    findStrange({ tenantId, source, leaves }, { value, location }) {
      if (folder !== undefined && location !== undefined && 'file' in source) {
        const isBundle = isOwnPartOfBundle(source, folder, tenantId);
        const own = isBundle ? resolve(folder) : resolve(folder, tenantId);
        const isStray =
          isOutside(location, locate(own)) || (!isBundle && isOfOthers(resolve(folder), tenantId));
        if (isStray) return explainOutside(source.file, own);
      }
      if (value === undefined) return undefined;
      if (secrets.holdsOfProcess(value)) return 'holds a secret of the process itself';
      if (!leaves) return undefined;
      if (location !== undefined && isAssertion(location))
        return 'is the client assertion of a root record: bring a secret of your own';
      return secrets.holdsShared(value)
        ? 'is or holds the secret of a root record: bring one of your own'
        : undefined;
    },
    checkAssertion({ tenantId, file, leaves }) {
      const { location, missing } = tryToLocate(resolve(file));
      const access = missing === undefined ? {} : { missing };
      if (tenantId === undefined) return access;
      // The file may come later, and nobody compares it then.
      if (leaves && isAssertion(foresee(resolve(file))))
        return { fault: 'is the one of a root record: bring one of your own' };
      if (folder === undefined) return access;
      const own = resolve(folder, tenantId);
      const now = foresee(own);
      const isStray =
        isOutside(resolve(file), own) ||
        (location !== undefined && isOutside(location, now)) ||
        isOfOthers(resolve(folder), tenantId);
      if (isStray) return { fault: explainOutside(file, own) };
      return { ...access, below: { path: own, leadsTo: skipVersions(now) } };
    },
  };
}

/** A bundle has the secrets of several tenants, each below its id: `/acme/zoom` in a JSON file of the folder itself. */
function isOwnPartOfBundle(
  source: { readonly file: string; readonly pointer?: string },
  folder: string,
  tenantId: string,
): boolean {
  const isInFolder = dirname(resolve(source.file)) === resolve(folder);
  return isInFolder && source.pointer?.startsWith(`/${tenantId}/`) === true;
}

function explainOutside(file: string, own: string): string {
  return `names ${showPath(file)}, which is not below ${own}: with DOMI_TENANT_SECRETS, a tenant names files of its own folder`;
}
