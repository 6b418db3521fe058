import { setImmediate as yieldToRequests } from 'node:timers/promises';
import { listProbes, type Probe } from '../check/list-probes.ts';
import type { Provider } from '../oauth/provider.ts';
import type { Tenant } from '../tenants/tenant.ts';

/** An OAuth app with its client credentials, and whose it is. */
export interface ProbedApp {
  /** Names the app and its credentials without revealing them; the same on every replica. */
  readonly key: string;
  readonly providerId: string;
  /** Undefined for an app that tenants share. */
  readonly tenantId: string | undefined;
  /** One for each credential, in the order in which they are tried. */
  readonly probes: readonly Probe[];
}

/** Tenants between two pauses: listing tens of thousands must not hold up requests. */
const SLICE = 200;

/**
 * Lists every app once, however many tenants share it.
 * @param digest a keyed digest, since an app is named by its secrets
 */
export async function listApps(
  tenants: readonly Tenant[],
  digest: (text: string) => string,
): Promise<ProbedApp[]> {
  const apps = new Map<string, ProbedApp>();
  /** Tenants that change nothing share one provider object, so its key is computed once. */
  const keys = new WeakMap<Provider, string>();

  function add(tenant: Tenant, provider: Provider): void {
    const known = keys.get(provider);
    const probes = known === undefined ? listProbes([{ ...tenant, providers: [provider] }]) : [];
    const key = known ?? digest(JSON.stringify([provider.id, ...probes.map((probe) => probe.key)]));
    keys.set(provider, key);
    const app = apps.get(key);
    if (app === undefined) apps.set(key, { key, providerId: provider.id, tenantId: tenant.id, probes });
    else if (app.tenantId !== tenant.id) apps.set(key, { ...app, tenantId: undefined });
  }

  for (const [index, tenant] of tenants.entries()) {
    if (index % SLICE === SLICE - 1) await yieldToRequests();
    for (const provider of tenant.providers) add(tenant, provider);
  }
  return [...apps.values()];
}
