import type { Provider } from '../oauth/provider.ts';
import type { Logo } from '../tenants/logo.ts';
import { createTenant, type Tenant } from '../tenants/tenant.ts';
import { createDirectoryBuilder, type TenantDirectory } from '../tenants/tenant-directory.ts';
import type { Slice, SlicedProvider, SlicedTenant, TenantDigests } from './slice.ts';

/** The tenants in use, misconfigured ones included, as the main thread keeps them to reuse what has not changed. */
export interface TenantsInUse {
  readonly tenants: readonly Tenant[];
  readonly digests: TenantDigests;
  /** By digest, so that tenants share equal fields even across reloads. */
  readonly shared: ReadonlyMap<string, Partial<Provider>>;
}

export const NO_TENANTS: TenantsInUse = { tenants: [], digests: '', shared: new Map() };

export interface AssembledTenants {
  readonly directory: TenantDirectory;
  readonly inUse: TenantsInUse;
}

export interface TenantAssembler {
  add(slice: Slice): void;
  finish(isSingleTenant: boolean, digests: TenantDigests): AssembledTenants;
}

/** Assembles tenants from slices, in the main thread. */
export function createTenantAssembler(before: TenantsInUse): TenantAssembler {
  const places: Partial<Provider>[] = [];
  const shared = new Map<string, Partial<Provider>>();
  const logos: Logo[] = [];
  const tenants: Tenant[] = [];
  const directory = createDirectoryBuilder();

  function add(tenant: Tenant): void {
    tenants.push(tenant);
    directory.add(tenant);
  }

  function find(place: number): Partial<Provider> {
    const fields = places[place];
    if (fields === undefined) throw new TypeError('a slice references a provider that was not sent');
    return fields;
  }

  function assembleProvider(sliced: SlicedProvider): Provider {
    // A shared provider is complete, and so is a model together with its differences.
    if (typeof sliced === 'number') return find(sliced) as Provider;
    return Object.freeze({ ...find(sliced.model), ...sliced.differs } as Provider);
  }

  function assemble({ providers, logo, ...tenant }: SlicedTenant): Tenant {
    return createTenant({
      ...tenant,
      logo: logo === undefined ? undefined : logos[logo],
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
      // A structured clone turns a Buffer into a plain Uint8Array.
      for (const logo of slice.logos) logos.push({ ...logo, body: Buffer.from(logo.body) });
      for (const part of slice.tenants) {
        if ('from' in part) {
          const kept = before.tenants.slice(part.from, part.from + part.count);
          if (kept.length < part.count) throw new TypeError('a slice references tenants that are not in use');
          for (const tenant of kept) add(tenant);
        } else add(assemble(part));
      }
    },
    finish: (isSingleTenant, digests) => ({
      directory: directory.finish(isSingleTenant),
      inUse: { tenants, digests, shared },
    }),
  };
}
