import type { Provider } from '../oauth/provider.ts';
import { createTenant, type Tenant } from '../tenants/tenant.ts';
import { createDirectoryBuilder, type TenantDirectory } from '../tenants/tenant-directory.ts';
import type { Slice, SlicedProvider, SlicedTenant, TenantDigests } from './slice.ts';

/** What the thread that answers requests keeps of the tenants in use, to take over only what differs. */
export interface TenantsInUse {
  readonly tenants: readonly Tenant[];
  readonly digests: TenantDigests;
  /** By digest, so that tenants share what they have in common, whenever they came. */
  readonly shared: ReadonlyMap<string, Partial<Provider>>;
}

export const NO_TENANTS: TenantsInUse = { tenants: [], digests: new Map(), shared: new Map() };

export interface AssembledTenants {
  readonly directory: TenantDirectory;
  readonly inUse: TenantsInUse;
}

export interface TenantAssembler {
  add(slice: Slice): void;
  finish(isSingleTenant: boolean, digests: TenantDigests): AssembledTenants;
}

/** Puts the tenants of slices together again, in the thread that answers requests. */
export function createTenantAssembler(before: TenantsInUse): TenantAssembler {
  const places: Partial<Provider>[] = [];
  const shared = new Map<string, Partial<Provider>>();
  const directory = createDirectoryBuilder();

  function find(place: number): Partial<Provider> {
    const fields = places[place];
    if (fields === undefined) throw new TypeError('a slice names a provider that did not come');
    return fields;
  }

  function assembleProvider(sliced: SlicedProvider): Provider {
    // What tenants take as it is is complete, and so is a model together with what differs.
    if (typeof sliced === 'number') return find(sliced) as Provider;
    return Object.freeze({ ...find(sliced.model), ...sliced.differs } as Provider);
  }

  function assemble({ providers, logo, ...tenant }: SlicedTenant): Tenant {
    return createTenant({
      ...tenant,
      // A structured clone makes plain bytes of a Buffer.
      logo: logo && { ...logo, body: Buffer.from(logo.body) },
      providers: providers.map(assembleProvider),
    });
  }

  return {
    add(slice) {
      for (const { digest, fields } of slice.shared) {
        const same = before.shared.get(digest) ?? Object.freeze(fields);
        shared.set(digest, same);
        places.push(same);
      }
      for (const part of slice.tenants) {
        if ('from' in part) {
          const kept = before.tenants.slice(part.from, part.from + part.count);
          if (kept.length < part.count) throw new TypeError('a slice names tenants that are not in use');
          for (const tenant of kept) directory.add(tenant);
        } else directory.add(assemble(part));
      }
    },
    finish: (isSingleTenant, digests) => ({
      directory: directory.finish(isSingleTenant),
      inUse: { tenants: directory.tenants, digests, shared },
    }),
  };
}
