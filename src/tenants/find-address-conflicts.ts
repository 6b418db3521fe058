import { toAddressKey } from './normalize-host.ts';
import { OWN_SEGMENTS } from './own-segments.ts';
import { isOwnSegment, listSegments, type ProviderPaths } from './provider-segments.ts';
import type { Tenant } from './tenant.ts';

/** A tenant with all its addresses, those of providers that cannot be served as well. */
export interface AddressOwner extends Pick<Tenant, 'id' | 'publicUrl' | 'host' | 'prefix'> {
  readonly providers: readonly ProviderPaths[];
}

export interface AddressConflict {
  /** The tenant that must change: the later one of two. */
  readonly tenantId: string;
  /** Continues the text `tenants.<id>.publicUrl`. */
  readonly message: string;
  /** Whether its public URL is still its own: it only needs an address below, which another tenant has. */
  readonly keepsAddress: boolean;
}

/**
 * Finds public URLs that make an address of another tenant unreachable: equal ones (scheme, case, default port and a final
 * dot are ignored, since they lead to the same place), and prefixes at or below an address of the tenant above. The later of
 * the two in the list has the fault, whichever is above: otherwise a newcomer could take over the users of somebody who was
 * there first. The cost grows with the number of tenants, not of their pairs.
 */
export function findAddressConflicts(tenants: readonly AddressOwner[]): AddressConflict[] {
  const conflicts: AddressConflict[] = [];
  const owners = new Map<string, AddressOwner>();
  const ranks = new Map<AddressOwner, number>();
  for (const [rank, tenant] of tenants.entries()) {
    const address = toAddressKey(tenant);
    const owner = owners.get(address);
    const message = owner ? `is already the address of tenants.${owner.id}` : findOwnPathFault(tenant);
    if (message) conflicts.push({ tenantId: tenant.id, message, keepsAddress: false });
    else {
      owners.set(address, tenant);
      ranks.set(tenant, rank);
    }
  }
  const isFirst = (one: AddressOwner, other: AddressOwner): boolean =>
    (ranks.get(one) ?? 0) < (ranks.get(other) ?? 0);
  const isAnsweredBy = createAnswerLookup();
  const needed = new Set<string>();
  for (const tenant of owners.values()) {
    for (const { above, segment } of listAbove(tenant, owners)) {
      if (!isAnsweredBy(above, segment)) continue;
      const address = `${above.publicUrl}/${segment}`;
      if (isFirst(above, tenant)) {
        const message = `hides ${address}, an address of tenants.${above.id}`;
        conflicts.push({ tenantId: tenant.id, message, keepsAddress: false });
      } else if (!needed.has(address)) {
        // Thousands may be below one segment: the first of them says enough.
        needed.add(address);
        const message = `needs ${address}, where tenants.${tenant.id} is already`;
        conflicts.push({ tenantId: above.id, message, keepsAddress: true });
      }
    }
  }
  return conflicts;
}

/** Without this, the landing page of such a tenant would be the health check. */
function findOwnPathFault({ prefix }: AddressOwner): string | undefined {
  if (prefix !== `/${OWN_SEGMENTS.health}`) return undefined;
  return `ends in /${OWN_SEGMENTS.health}, the health check of this service: choose another prefix`;
}

/** Lists the tenants at shorter prefixes of the same host, each with the segment by which the tenant is below it. */
function* listAbove(
  { host, prefix }: AddressOwner,
  owners: ReadonlyMap<string, AddressOwner>,
): Generator<{ readonly above: AddressOwner; readonly segment: string }> {
  const segments = prefix.split('/').slice(1);
  for (const [length, segment] of segments.entries()) {
    const shorter = segments.slice(0, length).map((one) => `/${one}`);
    const above = owners.get(toAddressKey({ host, prefix: shorter.join('') }));
    if (above) yield { above, segment };
  }
}

function createAnswerLookup(): (owner: AddressOwner, segment: string) => boolean {
  const known = new Map<AddressOwner, ReadonlySet<string>>();
  return (owner, segment) => {
    if (isOwnSegment(segment)) return true;
    const segments = known.get(owner) ?? listAll(owner);
    known.set(owner, segments);
    return segments.has(segment);
  };
}

function listAll({ providers }: AddressOwner): ReadonlySet<string> {
  return new Set(providers.flatMap(listSegments).flatMap(({ segments }) => segments));
}
