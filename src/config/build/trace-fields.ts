import type { ProviderRecord } from '../../providers/provider-record.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { FaultPlace } from '../report/fault-place.ts';
import type { Spot } from '../report/place.ts';
import type { RequestedProvider } from './requested-provider.ts';

/** Where the fields of a requested provider come from, and so whom their faults concern. */
export interface FieldTrace {
  readonly spotOf: (field: keyof ProviderRecord) => Spot;
  readonly placeOf: (field: keyof ProviderRecord) => FaultPlace;
  /** The tenant, if it has set the field itself. */
  readonly ownerOf: (field: keyof ProviderRecord) => string | undefined;
}

/** @param lineage ids of the records below what the tenant changes, the nearest first */
export function traceFields(
  { own, at, tenantId }: RequestedProvider,
  lineage: readonly string[],
  faults: FaultList,
): FieldTrace {
  const changes = Object.keys(own).length > 0;
  const spotOf = (field: keyof ProviderRecord): Spot => ({
    paths: [
      ...(changes ? [[...at, field]] : []),
      ...lineage.map((ancestor) => ['providers', ancestor, field]),
      at,
    ],
  });
  const ownerOf = (field: keyof ProviderRecord): string | undefined =>
    own[field] === undefined ? undefined : tenantId;
  return {
    spotOf,
    ownerOf,
    placeOf(field) {
      const owner = ownerOf(field);
      return { where: spotOf(field), faults: owner === undefined ? faults : faults.ofTenant(owner) };
    },
  };
}
