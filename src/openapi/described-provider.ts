import type { Provider } from '../oauth/provider.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** What the addresses of a provider depend on. */
export interface DescribedProvider {
  readonly id: string;
  readonly label: string;
  /** First segment of the start page, and the beginning of refresh and revoke: `dominoZoom`. */
  readonly path: string;
  readonly callback: string;
  /** Undefined: the provider delivers no events. */
  readonly webhookPath: string | undefined;
}

/** Tenants may give a provider other paths. A document with thousands of them would help nobody. */
const MAX_DESCRIBED = 100;

/** @returns the providers of all tenants, each address once, the first 100 of them */
export function listDescribedProviders(tenants: readonly Pick<Tenant, 'providers'>[]): DescribedProvider[] {
  const found = new Map<string, DescribedProvider>();
  const callbacks = new Set<string>();
  for (const { providers } of tenants) {
    for (const provider of providers) {
      if (found.size >= MAX_DESCRIBED) return [...found.values()];
      if (found.has(provider.path) || callbacks.has(provider.callback)) continue;
      callbacks.add(provider.callback);
      found.set(provider.path, describeProvider(provider));
    }
  }
  return [...found.values()];
}

function describeProvider({ id, label, path, callback, webhook }: Provider): DescribedProvider {
  return { id, label, path, callback, webhookPath: webhook?.path };
}
