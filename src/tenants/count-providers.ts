import type { Tenant } from './tenant.ts';

/** Nobody can sign in then, though the configuration has no fault: a new installation begins like that. */
export const NOTHING_ENABLED = 'no meeting service is enabled: none has a client id and a secret';

/** Counts the enabled providers of all tenants. */
export function countProviders(tenants: readonly Tenant[]): number {
  return tenants.reduce((sum, { providers }) => sum + providers.length, 0);
}
