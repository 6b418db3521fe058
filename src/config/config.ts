import type { Language } from '../pages/texts/languages.ts';
import type { TenantDirectory } from '../tenants/tenant-directory.ts';
import type { ProviderOverview } from './build/provider-overview.ts';
import type { TenantPlan } from './build/tenant-plan.ts';
import type { RejectedTenants } from './rejected-tenants.ts';
import type { ProcessSettings } from './settings/process-settings.ts';

/** What a configuration has besides its settings and tenants. */
interface ConfigFacts extends ProcessSettings {
  readonly overview: ProviderOverview;
  /** What works but is likely not meant: shown once at start. */
  readonly warnings: readonly string[];
  /** Of pages without a tenant, and of tenants that set none. */
  readonly defaultLanguage: Language;
  /** Names the contents of the provider files: equal on every replica that has read the same ones. */
  readonly hash: string;
  /** Tenants that are left out because of a fault. */
  readonly rejected: RejectedTenants;
}

/** A valid configuration as plain data: it survives a structured clone, so a worker thread can make it. */
export interface ConfigPlan extends ConfigFacts {
  /** Whether there is no `tenants` section. */
  readonly isSingleTenant: boolean;
  /** Whether a provider file has any content. */
  readonly hasContent: boolean;
  readonly tenants: readonly TenantPlan[];
  /** Rejected tenants whose address is known: it answers that they are misconfigured. */
  readonly misconfigured: readonly TenantPlan[];
}

/** The configuration in the form that the service uses. */
export interface Config extends ConfigFacts {
  readonly directory: TenantDirectory;
}
