import type { Expiry } from '../../observability/events.ts';
import { createSoonestExpiries, type ExpiringProvider } from './soonest-expiries.ts';

/** What metrics show of all providers together: computed where they are built, since there may be 100,000 of them. */
export interface ProviderOverview {
  /** Without repetitions, in the order of the configuration. */
  readonly ids: readonly string[];
  /** Of those that have a webhook. */
  readonly webhookIds: readonly string[];
  /** The client credentials that expire first. */
  readonly expiries: readonly Expiry[];
}

export interface OverviewTenant {
  readonly id: string;
  readonly providers: Iterable<OverviewProvider>;
}

interface OverviewProvider extends ExpiringProvider {
  readonly webhook?: unknown;
}

/** Every series is read by each scrape, so only these are shown. */
const MAX_EXPIRIES = 1000;

export function createProviderOverview(tenants: Iterable<OverviewTenant>): ProviderOverview {
  const ids = new Set<string>();
  const webhookIds = new Set<string>();
  const soonest = createSoonestExpiries(MAX_EXPIRIES);
  for (const tenant of tenants) {
    for (const provider of tenant.providers) {
      ids.add(provider.id);
      if (provider.webhook !== undefined) webhookIds.add(provider.id);
      soonest.add(tenant.id, provider);
    }
  }
  return { ids: [...ids], webhookIds: [...webhookIds], expiries: soonest.list() };
}
