import type { ConfigPlan } from '../config/load-config.ts';
import type { Provider } from '../oauth/provider.ts';
import { createTenant, type Tenant, type TenantSettings } from '../tenants/tenant.ts';

/** A part of a plan that is small enough to be read, and put to use, between two requests. */
export interface Slice {
  /** Providers that several tenants share; later slices name them by their place. */
  readonly shared: readonly Provider[];
  readonly tenants: readonly SlicedTenant[];
}

export interface SlicedTenant extends Omit<TenantSettings, 'providers'> {
  readonly providers: readonly (Provider | number)[];
}

/** Tenants in one slice: some 5 ms of the event loop. */
const SLICE = 100;

/** A structured clone keeps what is shared within one message only, so sharing is written down. */
export function* slicePlan({ tenants }: Pick<ConfigPlan, 'tenants'>): Generator<Slice> {
  const uses = new Map<Provider, number>();
  for (const { providers } of tenants) {
    for (const provider of providers) uses.set(provider, (uses.get(provider) ?? 0) + 1);
  }
  const places = new Map<Provider, number>();
  for (let start = 0; start < tenants.length; start += SLICE) {
    const shared: Provider[] = [];
    const sliced = tenants.slice(start, start + SLICE).map(({ providers, ...tenant }) => ({
      ...tenant,
      providers: providers.map((provider) => {
        if ((uses.get(provider) ?? 0) < 2) return provider;
        const place = places.get(provider) ?? places.size;
        if (!places.has(provider)) {
          places.set(provider, place);
          shared.push(provider);
        }
        return place;
      }),
    }));
    yield { shared, tenants: sliced };
  }
}

/** Puts the tenants of slices together again, in the thread that answers requests. */
export function createAssembler(): { readonly tenants: readonly Tenant[]; add(slice: Slice): void } {
  const shared: Provider[] = [];
  const tenants: Tenant[] = [];
  return {
    tenants,
    add(slice) {
      shared.push(...slice.shared);
      for (const { providers, logo, ...tenant } of slice.tenants) {
        tenants.push(
          createTenant({
            ...tenant,
            // A structured clone makes plain octets of a Buffer.
            logo: logo && { ...logo, body: Buffer.from(logo.body) },
            providers: providers
              .map((provider) => (typeof provider === 'number' ? shared[provider] : provider))
              .filter((provider) => provider !== undefined),
          }),
        );
      }
    },
  };
}
