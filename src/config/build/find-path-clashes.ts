import { RESERVED_SEGMENTS } from '../../tenants/address-conflicts.ts';
import type { FilePath } from '../report/place.ts';
import type { PlannedProvider } from './tenant-plan.ts';

export interface PathClash {
  /** Places that may define it, the most likely first. */
  readonly paths: readonly FilePath[];
  readonly message: string;
}

/**
 * Finds providers with the same path: one of them would be unreachable.
 * @param at where the providers of the tenant are defined
 */
export function findPathClashes(planned: readonly PlannedProvider[], at: FilePath): PathClash[] {
  const clashes: PathClash[] = [];
  const taken = new Map<string, Claim>();
  for (const { provider } of planned) {
    const { id, path, callback, webhook } = provider;
    const claims = [
      ['path', [path, `${path}Refresh`, `${path}Revoke`]],
      ['callback', [callback]],
      ['webhook', webhook === undefined ? [] : [webhook.path]],
    ] as const;
    for (const [field, segments] of claims) {
      const segment = segments.find((one) => RESERVED_SEGMENTS.has(one) || taken.has(one));
      if (segment !== undefined) {
        const owner = taken.get(segment);
        const message = `${id}.${field === 'webhook' ? 'webhook.path' : field}: /${segment} already belongs to ${owner?.id ?? 'this service'}`;
        clashes.push({ paths: listPlaces(at, [{ id, field }, ...(owner ? [owner] : [])]), message });
      }
      for (const one of segments) taken.set(one, { id, field });
    }
  }
  return clashes;
}

/** The field of a provider that takes a path segment. */
interface Claim {
  readonly id: string;
  readonly field: string;
}

/** Places that may define the field of one of the claims; their records are the last resort. */
function listPlaces(at: FilePath, claims: readonly Claim[]): FilePath[] {
  const fields = claims.flatMap(({ id, field }) => [
    [...at, id, field],
    ['providers', id, field],
  ]);
  return [...fields, ...claims.map(({ id }) => [...at, id])];
}
