import { createHash } from 'node:crypto';
import type { Provider } from '../oauth/provider.ts';
import { createTenant, type Tenant, type TenantSettings } from '../tenants/tenant.ts';
import { createDirectoryBuilder, type TenantDirectory } from '../tenants/tenant-directory.ts';

/** A part of a plan that is small enough to be read, and put to use, between two requests. */
export interface Slice {
  /** Providers that several tenants share; this slice and later ones name them by their place. */
  readonly shared: readonly SharedProvider[];
  /** A tenant that is as it was is only named. */
  readonly tenants: readonly (SlicedTenant | string)[];
}

export interface SharedProvider {
  readonly digest: string;
  readonly provider: Provider;
}

export interface SlicedTenant extends Omit<TenantSettings, 'providers'> {
  readonly digest: string;
  readonly providers: readonly (Provider | number)[];
}

/** By tenant id: equal digests mean equal tenants. */
export type TenantDigests = ReadonlyMap<string, string>;

/** What one slice may weigh: some 5 ms of the event loop. */
const SLICE = 50;
/** Of a tenant that is only named, beside 1 for one that is handed over. */
const NAMED = 0.05;

/** A structured clone keeps what is shared within one message only, so sharing is written down. */
export function* slicePlan(tenants: readonly TenantSettings[], known: TenantDigests): Generator<Slice> {
  const uses = new Map<Provider, number>();
  for (const { providers } of tenants) {
    for (const provider of providers) uses.set(provider, (uses.get(provider) ?? 0) + 1);
  }
  const places = new Map<Provider, number>();
  const digest = createDigester();
  let shared: SharedProvider[] = [];
  let slice: (SlicedTenant | string)[] = [];
  let weight = 0;

  function place(provider: Provider): Provider | number {
    if ((uses.get(provider) ?? 0) < 2) return provider;
    const taken = places.get(provider);
    if (taken !== undefined) return taken;
    places.set(provider, places.size);
    shared.push({ digest: digest.provider(provider), provider });
    return places.size - 1;
  }

  for (const tenant of tenants) {
    const current = digest.tenant(tenant);
    const isKnown = known.get(tenant.id) === current;
    slice.push(isKnown ? tenant.id : { ...tenant, digest: current, providers: tenant.providers.map(place) });
    weight += isKnown ? NAMED : 1;
    if (weight < SLICE) continue;
    yield { shared, tenants: slice };
    [shared, slice, weight] = [[], [], 0];
  }
  if (slice.length > 0) yield { shared, tenants: slice };
}

/** Each provider is read once, however many tenants share it. */
function createDigester() {
  const known = new Map<Provider, string>();
  const digest = (value: unknown): string =>
    createHash('sha256').update(JSON.stringify(value)).digest('base64url');
  const provider = (value: Provider): string => {
    const text = known.get(value) ?? digest(value);
    known.set(value, text);
    return text;
  };
  return {
    provider,
    tenant: ({ providers, logo, ...tenant }: TenantSettings): string =>
      // The path of a logo holds the hash of its content.
      digest([tenant, logo?.path, providers.map(provider)]),
  };
}

/** What the thread that answers requests keeps of the configuration in use, to take over only what differs. */
export interface Known {
  readonly tenants: readonly Tenant[];
  readonly digests: TenantDigests;
  /** By digest, so that tenants that share an app share its object, whenever they came. */
  readonly shared: ReadonlyMap<string, Provider>;
}

export interface Assembler {
  readonly known: Known;
  finish(isSingle: boolean): TenantDirectory;
  add(slice: Slice): void;
}

/** Puts the tenants of slices together again, in the thread that answers requests. */
export function createAssembler(before: Known): Assembler {
  const unchanged = new Map(before.tenants.map((tenant) => [tenant.id, tenant]));
  const places: Provider[] = [];
  const shared = new Map(before.shared);
  const directory = createDirectoryBuilder();
  const digests = new Map<string, string>();

  function build({ digest, providers, logo, ...tenant }: SlicedTenant): Tenant {
    digests.set(tenant.id, digest);
    return createTenant({
      ...tenant,
      // A structured clone makes plain octets of a Buffer.
      logo: logo && { ...logo, body: Buffer.from(logo.body) },
      providers: providers
        .map((provider) => (typeof provider === 'number' ? places[provider] : provider))
        .filter((provider) => provider !== undefined),
    });
  }

  function keep(id: string): Tenant {
    const tenant = unchanged.get(id);
    if (tenant === undefined) throw new TypeError('a slice names a tenant that is not in use');
    digests.set(id, before.digests.get(id) ?? '');
    return tenant;
  }

  return {
    known: { tenants: directory.tenants, digests, shared },
    finish: directory.finish,
    add(slice) {
      for (const { digest, provider } of slice.shared) {
        const same = shared.get(digest) ?? provider;
        shared.set(digest, same);
        places.push(same);
      }
      for (const tenant of slice.tenants) {
        directory.add(typeof tenant === 'string' ? keep(tenant) : build(tenant));
      }
    },
  };
}
