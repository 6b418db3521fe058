import type { TenantDraft } from '../config/draft-tenant.ts';
import type { DraftedFile } from '../config/find-draft-faults.ts';

/** Drafts the part of the provider file of a tenant that is not in it, with the meeting services that it can use. */
export function draftProviderFile({
  id,
  isConfigured,
  publicUrl,
  providers,
}: TenantDraft): DraftedFile['content'] | undefined {
  if (isConfigured) return undefined;
  const usable = providers.filter(({ isRefused }) => !isRefused);
  const records = Object.fromEntries(usable.map(({ provider }) => [provider.id, {}]));
  return { tenants: { [id]: { publicUrl, displayName: id, providers: records } } };
}
