import type { Tenant } from '../tenants/tenant.ts';

/** What the addresses of a provider depend on. */
export interface DescribedProvider {
  readonly label: string;
  /** First segment of the start page, and the beginning of refresh and revoke: `dominoZoom`. */
  readonly path: string;
  readonly callback: string;
  /** Undefined: the provider delivers no events. */
  readonly webhookPath: string | undefined;
}

/** Tenants may give a provider other paths. A document with thousands of them would help nobody. */
const MAX_DESCRIBED = 100;

/** @returns the providers of all tenants, each combination of paths once, the first 100 of them */
export function listDescribedProviders(tenants: readonly Pick<Tenant, 'providers'>[]): DescribedProvider[] {
  const found = new Map<string, DescribedProvider>();
  for (const { providers } of tenants) {
    for (const { label, path, callback, webhook } of providers) {
      if (found.size >= MAX_DESCRIBED) return [...found.values()];
      const described = { label, path, callback, webhookPath: webhook?.path };
      const key = [path, callback, webhook?.path].join('/');
      if (!found.has(key)) found.set(key, described);
    }
  }
  return [...found.values()];
}
