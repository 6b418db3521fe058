import { isOwnSegment, isTokenSegment, listSegments } from '../../tenants/provider-segments.ts';
import type { FilePath } from '../report/place.ts';
import type { PlannedProvider } from './tenant-plan.ts';

export interface PathClash {
  /** Places that may define it, the most likely first. */
  readonly paths: readonly FilePath[];
  readonly message: string;
}

/**
 * Finds providers with the same path: one of them would be unreachable. So would a callback or webhook at an address that the
 * service answers before them.
 * @param at where the providers of the tenant are defined
 */
export function findPathClashes(planned: readonly PlannedProvider[], at: FilePath): PathClash[] {
  const clashes: PathClash[] = [];
  const taken = new Map<string, Claim>();
  for (const { provider } of planned) {
    const { id } = provider;
    for (const { field, segments } of listSegments(provider)) {
      const claim = { id, field };
      const segment = segments.find((one) => isOwnSegment(one) || taken.has(one));
      if (segment !== undefined) {
        const owner = taken.get(segment);
        const message = `${id}.${field}: /${segment} already belongs to ${owner?.id ?? 'this service'}`;
        clashes.push({ paths: listPlaces(at, [claim, ...(owner ? [owner] : [])]), message });
      } else if (field !== 'path' && segments.some(isTokenSegment)) {
        const message = `${id}.${field}: must not end in Refresh or Revoke, where only Notes is answered`;
        clashes.push({ paths: listPlaces(at, [claim]), message });
      }
      for (const one of segments) taken.set(one, claim);
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
    [...at, id, ...field.split('.')],
    ['providers', id, ...field.split('.')],
  ]);
  return [...fields, ...claims.map(({ id }) => [...at, id])];
}
