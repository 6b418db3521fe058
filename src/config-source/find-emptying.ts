import type { ConfigPlan } from '../config/config.ts';
import type { Fault } from '../config/report/config-error.ts';

/** The part of the configuration in use that a reload must not lose. */
export interface Essentials {
  readonly isSingleTenant: boolean;
  /** Whether a provider file has any content. */
  readonly hasContent: boolean;
  readonly hasProviders: boolean;
}

export function readEssentials({ isSingleTenant, hasContent, overview }: ConfigPlan): Essentials {
  return { isSingleTenant, hasContent, hasProviders: overview.ids.length > 0 };
}

/**
 * Finds out whether a valid configuration would take away what all users depend on: an emptied ConfigMap and a mount that
 * has gone are far more likely than the wish to serve nobody.
 */
export function findEmptying(inUse: Essentials, next: Essentials): Fault | undefined {
  const message = explain(inUse, next);
  return message === undefined ? undefined : { where: 'DOMI_CONFIG', message };
}

function explain(inUse: Essentials, next: Essentials): string | undefined {
  if (inUse.hasContent && !next.hasContent)
    return 'the provider files have become empty, or are gone; to run without them, unset DOMI_CONFIG and restart';
  if (!inUse.isSingleTenant && next.isSingleTenant)
    return 'the files have no tenants any more; to run as a single tenant, restart';
  if (inUse.isSingleTenant && !next.isSingleTenant)
    return 'the files have tenants now, and the service runs as a single tenant; to serve them, restart';
  if (inUse.hasProviders && !next.hasProviders)
    return 'no meeting service would be enabled any more; if that is meant, restart';
  return undefined;
}
