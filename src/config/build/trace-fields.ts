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

/**
 * @param lineage ids of the records below what the tenant changes, the nearest first
 * @param ofRecord messages of the faults that the record below has on its own; they are reported already
 */
export function traceFields(
  { own, at, tenantId }: RequestedProvider,
  lineage: readonly string[],
  ofRecord: ReadonlySet<string>,
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
  const concerned = tenantId === undefined ? faults : faults.ofTenant(tenantId);
  /** What the record does not have on its own, the tenant has caused, by whatever else it has set. */
  const caused: FaultPlace['faults'] = {
    add(where, message, code) {
      if (!ofRecord.has(message)) concerned.add(where, message, code);
    },
    warn: faults.warn,
  };
  return {
    spotOf,
    ownerOf,
    placeOf: (field) => ({
      where: spotOf(field),
      faults: own[field] === undefined ? caused : concerned,
    }),
  };
}
