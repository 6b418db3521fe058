import type { OutputLock } from './output-lock.ts';
import type { TenantContent } from './tenant-content.ts';

/** What a build changes, as tenant ids in their order. */
export interface Differences {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  /** How many tenants go to another shard. */
  readonly moved: number;
}

export function compareBuilds(
  before: OutputLock | undefined,
  tenants: readonly TenantContent[],
  hasMoved: (tenantId: string) => boolean,
): Differences {
  const known = before?.tenants ?? new Map<string, string>();
  const now = new Map(tenants.map(({ id, digest }) => [id, digest]));
  const ids = [...now.keys()].sort();
  return {
    added: ids.filter((id) => !known.has(id)),
    changed: ids.filter((id) => known.has(id) && known.get(id) !== now.get(id)),
    removed: [...known.keys()].filter((id) => !now.has(id)).sort(),
    moved: ids.filter((id) => known.has(id) && hasMoved(id)).length,
  };
}
