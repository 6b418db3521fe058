import type { ProviderRecord } from '../../providers/provider-record.ts';
import type { ProviderPaths } from '../../tenants/provider-segments.ts';

/** @returns what a record says about the addresses of its provider: nothing when it is disabled, or not complete */
export function listPaths({ enabled, path, callback, webhook }: ProviderRecord): ProviderPaths[] {
  if (enabled === false || path === undefined || callback === undefined) return [];
  return [{ path, callback, webhook: webhook?.path === undefined ? undefined : { path: webhook.path } }];
}
