import { readAssertionClaims } from '../client-authentication/read-assertion-claims.ts';
import { draftTenant, type TenantDraft } from '../config/draft-tenant.ts';
import { readBelow } from '../config/files/read-below.ts';
import { findDraftFaults } from '../config/find-draft-faults.ts';
import { ConfigError, EXIT_CONFIG, type Fault } from '../config/report/config-error.ts';
import type { Environment } from '../config/settings/environment.ts';
import { compareRecord } from '../discovery/compare-record.ts';
import { discoverServer } from '../discovery/discover-server.ts';
import type { FetchDocument } from '../upstream/document-fetcher.ts';
import { describeOnboarding } from './describe-onboarding.ts';
import { draftProviderFile } from './draft-provider-file.ts';
import { renderOnboarding } from './render-onboarding.ts';

export interface OnboardOptions {
  readonly environment: Environment;
  /** Undefined for the only tenant of a service without a `tenants` section. */
  readonly tenant: string | undefined;
  /** Address of a tenant that is not in the provider file yet. */
  readonly url: string | undefined;
  readonly json: boolean;
  readonly fetchDocument: FetchDocument;
  readonly write: (text: string) => void;
}

/**
 * Runs `domi onboard`: prints what a customer enters where, and what is still missing.
 * @returns 0 when nothing is missing, 1 when something is, 78 when the configuration cannot be read, or would have faults
 */
export async function runOnboard(options: OnboardOptions): Promise<number> {
  const { environment, tenant, url, json, fetchDocument, write } = options;
  try {
    const draft = draftTenant(environment, { id: tenant, publicUrl: url });
    checkProviderFile(environment, draft);
    const onboarding = describeOnboarding(draft, {
      readClaims: (file) => readAssertionClaims(file, readBelow),
      differences: await listDifferences(draft, fetchDocument),
    });
    write(json ? `${JSON.stringify(onboarding, undefined, 2)}\n` : renderOnboarding(onboarding));
    return onboarding.missing.length === 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    write(`${error.message}\n`);
    return EXIT_CONFIG;
  }
}

/**
 * Nothing is printed for the provider file that a start would refuse.
 * @throws ConfigError with the words of `domi check`
 */
function checkProviderFile(environment: Environment, draft: TenantDraft): void {
  const content = draftProviderFile(draft);
  if (content === undefined) return;
  const faults = findDraftFaults(environment, { content, name: 'TENANT' });
  if (faults.length === 0) return;
  const isOfUrl = ({ where, message }: Fault): boolean => where === 'TENANT' && /\bpublicUrl\b/.test(message);
  throw new ConfigError(faults.map((fault) => (isOfUrl(fault) ? { ...fault, where: '--url' } : fault)));
}

/** Asks the server of each provider that somebody sets up, if its record names the issuer. */
async function listDifferences(
  { providers }: TenantDraft,
  fetchDocument: FetchDocument,
): Promise<Map<string, readonly string[]>> {
  const found = await Promise.all(
    providers.map(async ({ provider, isSetUp }) => {
      if (!isSetUp || provider.issuer === undefined) return undefined;
      const discovery = await discoverServer(provider.issuer, fetchDocument);
      const sentences =
        discovery.kind === 'found'
          ? compareRecord(provider, discovery.metadata)
          : [`no metadata of ${provider.issuer} to compare with: ${discovery.reason}`];
      return [provider.id, sentences] as const;
    }),
  );
  return new Map(found.filter((entry) => entry !== undefined));
}
