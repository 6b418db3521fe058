import type { ConfigPlan } from '../config/config.ts';
import type { Fault } from '../config/report/config-error.ts';

/** The part of the configuration in use that a reload must not lose. */
export interface Essentials {
  readonly isSingleTenant: boolean;
  /** Whether a provider file has any content. */
  readonly hasContent: boolean;
  /** Whether a provider file has records of its own. */
  readonly hasRecords: boolean;
  /** Ids of the providers that are enabled for any tenant. */
  readonly enabledIds: readonly string[];
}

export function readEssentials(plan: ConfigPlan): Essentials {
  const { isSingleTenant, hasContent, hasRecords, overview } = plan;
  return { isSingleTenant, hasContent, hasRecords, enabledIds: overview.ids };
}

/**
 * Finds out whether a valid configuration would take away what all users depend on: an emptied ConfigMap and a mount that
 * has gone are far more likely than the wish to serve nobody.
 */
export function findEmptying(inUse: Essentials, next: Essentials): Fault | undefined {
  const message = explain(inUse, next);
  return message === undefined ? undefined : { where: 'DOMI_CONFIG', message, code: 'configuration_emptied' };
}

function explain(inUse: Essentials, next: Essentials): string | undefined {
  if (inUse.hasContent && !next.hasContent)
    return 'the provider files have become empty, or are gone; to run without them, unset DOMI_CONFIG and restart';
  if (!inUse.isSingleTenant && next.isSingleTenant)
    return 'the files have no tenants any more; to run as a single tenant, restart';
  if (inUse.isSingleTenant && !next.isSingleTenant)
    return 'the files have tenants now, and the service runs as a single tenant; to serve them, restart';
  if (inUse.enabledIds.length > 0 && next.enabledIds.length === 0)
    return 'no meeting service would be enabled any more; if that is meant, restart';
  const lost = inUse.enabledIds.filter((id) => !next.enabledIds.includes(id));
  // Records that only changed a built-in one may all go.
  if (inUse.hasRecords && !next.hasRecords && lost.length > 0)
    return `the files have no records of meeting services any more, which would end ${lost.join(', ')}; if that is meant, restart`;
  return undefined;
}
