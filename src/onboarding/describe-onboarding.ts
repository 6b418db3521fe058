import type { ProviderDraft, TenantDraft } from '../config/draft-tenant.ts';
import { buildAdminConsentUrl } from '../oauth/admin-consent.ts';
import { buildRedirectUri, buildStartUrl } from '../tenants/addresses.ts';
import { createTenant, type Tenant } from '../tenants/tenant.ts';
import {
  type ConsoleAuthentication,
  describeConsoleSteps,
  type ReadClaims,
} from './describe-console-steps.ts';
import { draftProviderFile } from './draft-provider-file.ts';

/** Everything that a new customer needs, and what is still missing. `domi onboard --json` prints it as it is. */
export interface Onboarding {
  readonly tenant: string;
  readonly displayName: string | undefined;
  /** Whether the provider file defines the tenant. */
  readonly configured: boolean;
  /** For the Notes template; without a trailing slash. */
  readonly rootUrl: string;
  readonly providers: readonly ProviderOnboarding[];
  /** As sentences; empty when nothing is missing. Services that nobody has begun to set up do not count. */
  readonly missing: readonly string[];
  /** Recommendations, as sentences. */
  readonly hints: readonly string[];
  /** A draft for the provider file, if the tenant is not in it. */
  readonly providerFile: object | undefined;
}

export interface ProviderOnboarding {
  readonly provider: string;
  readonly label: string;
  readonly app: 'own' | 'shared';
  readonly consoleUrl: string | undefined;
  readonly redirectUri: string;
  /** Whether somebody has begun to set it up; otherwise `missing` says what it takes. */
  readonly setUp: boolean;
  readonly scopes: readonly string[];
  /** What to tick in the app, by kind of app, if that is not `scopes`. */
  readonly consoleScopes: Readonly<Record<string, readonly string[]>> | undefined;
  readonly adminConsentUrl: string | undefined;
  readonly startUrl: string;
  readonly authentication: ConsoleAuthentication;
  /** How the record differs from what its server publishes, as sentences. */
  readonly differences: readonly string[];
  readonly missing: readonly string[];
}

/** What is known of a tenant's providers from elsewhere. */
export interface OnboardingFacts {
  readonly readClaims: ReadClaims;
  /** By provider id; without an entry there is nothing to compare with. */
  readonly differences: ReadonlyMap<string, readonly string[]>;
}

export function describeOnboarding(draft: TenantDraft, facts: OnboardingFacts): Onboarding {
  const providers = draft.providers.map(({ provider }) => provider);
  const { id, displayName, publicUrl } = draft;
  const tenant = URL.canParse(publicUrl)
    ? createTenant({ id, displayName, publicUrl, providers })
    : undefined;
  const described = tenant
    ? draft.providers.map((provider) => describeProvider(tenant, provider, facts))
    : [];
  return {
    tenant: id,
    displayName,
    configured: draft.isConfigured,
    rootUrl: tenant?.publicUrl ?? publicUrl,
    providers: described,
    missing: [
      ...draft.faults,
      ...(draft.isConfigured ? [] : ['the tenant is not in the provider file']),
      ...listMissing(described),
    ],
    hints: [
      ...(displayName === undefined ? ['displayName is not set: its pages show no name'] : []),
      ...(draft.supportUrl === undefined
        ? ['supportUrl is not set: error pages do not say where to get help']
        : []),
    ],
    providerFile: draftProviderFile(draft),
  };
}

function listMissing(providers: readonly ProviderOnboarding[]): string[] {
  const begun = providers.filter(({ setUp }) => setUp);
  if (begun.length > 0) return begun.flatMap(({ missing }) => missing);
  return ['no meeting service is enabled for it', ...providers.flatMap(({ missing }) => missing)];
}

function describeProvider(
  tenant: Tenant,
  { provider, app, isSetUp, missing, authentication }: ProviderDraft,
  { readClaims, differences }: OnboardingFacts,
): ProviderOnboarding {
  const redirectUri = buildRedirectUri(tenant, provider);
  return {
    provider: provider.id,
    label: provider.label,
    app,
    consoleUrl: provider.consoleUrl,
    redirectUri,
    setUp: isSetUp,
    scopes: provider.scopes,
    consoleScopes: provider.consoleScopes,
    adminConsentUrl: buildAdminConsentUrl(provider, redirectUri),
    startUrl: buildStartUrl(tenant, provider),
    authentication: describeConsoleSteps(provider, authentication, readClaims),
    differences: differences.get(provider.id) ?? [],
    missing,
  };
}
