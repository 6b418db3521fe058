import type { TenantDirectory } from '../tenants/tenant-directory.ts';
import type { ProviderOverview } from './build/provider-overview.ts';
import type { TenantPlan } from './build/tenant-plan.ts';
import type { ProcessSettings } from './settings/process-settings.ts';

/** A valid configuration as plain data: it survives a structured clone, so a worker thread can make it. */
export interface ConfigPlan extends ProcessSettings {
  /** Whether there is no `tenants` section. */
  readonly isSingleTenant: boolean;
  readonly tenants: readonly TenantPlan[];
  readonly overview: ProviderOverview;
  /** What works but is likely not meant: shown once at start. */
  readonly warnings: readonly string[];
}

/** The configuration in the form that the service uses. */
export interface Config extends ProcessSettings {
  readonly directory: TenantDirectory;
  readonly overview: ProviderOverview;
  /** What works but is likely not meant: shown once at start. */
  readonly warnings: readonly string[];
}
