import type { ProviderRecord } from '../../providers/provider-record.ts';
import type { ProviderPaths } from '../../tenants/provider-segments.ts';

/**
 * @returns what a record says about the addresses of its provider: nothing when it is disabled or names none. One that lacks path
 *   or callback has a fault, and keeps the other address meanwhile
 */
export function listPaths({ enabled, path, callback, webhook }: ProviderRecord): ProviderPaths[] {
  const known = path ?? callback;
  if (enabled === false || known === undefined) return [];
  return [
    {
      path: path ?? known,
      callback: callback ?? known,
      webhook: webhook?.path === undefined ? undefined : { path: webhook.path },
    },
  ];
}
