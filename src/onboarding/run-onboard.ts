import { draftTenant } from '../config/draft-tenant.ts';
import { ConfigError, EXIT_CONFIG } from '../config/report/config-error.ts';
import type { Environment } from '../config/settings/environment.ts';
import { describeOnboarding } from './describe-onboarding.ts';
import { renderOnboarding } from './render-onboarding.ts';

export interface OnboardOptions {
  readonly environment: Environment;
  /** Undefined for the only tenant of a service without a `tenants` section. */
  readonly tenant: string | undefined;
  /** Address of a tenant that is not in the provider file yet. */
  readonly url: string | undefined;
  readonly json: boolean;
  readonly write: (text: string) => void;
}

/**
 * Runs `domi onboard`: prints what a customer enters where, and what is still missing.
 * @returns 0 when nothing is missing, 1 when something is, 78 when the configuration cannot be read
 */
export function runOnboard({ environment, tenant, url, json, write }: OnboardOptions): number {
  try {
    const onboarding = describeOnboarding(draftTenant(environment, { id: tenant, publicUrl: url }));
    write(json ? `${JSON.stringify(onboarding, undefined, 2)}\n` : renderOnboarding(onboarding));
    return onboarding.missing.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    write(`${error.message}\n`);
    return EXIT_CONFIG;
  }
}
