import type { Records } from '../records/records.ts';
import { buildModel, type ModelOrigin } from './build-model.ts';
import { fillRecord } from './fill-record.ts';
import { type FieldFault, validateRecord } from './validate-record.ts';

/** A record with everything that it extends, and the model that its tenants share. */
export interface RecordOrigin extends ModelOrigin {
  /** The ids of the records that it consists of, the nearest first. */
  readonly lineage: readonly string[];
  /** Faults of the record itself; fields that tenants must add are not among them. */
  readonly faults: readonly FieldFault[];
}

export interface RecordOrigins {
  /** @returns undefined when no record has that id */
  find(id: string): RecordOrigin | undefined;
}

/** Describes each record once, so that all its tenants share one model. */
export function createRecordOrigins({ resolve }: Records, allowInsecure: boolean): RecordOrigins {
  const origins = new Map<string, RecordOrigin | undefined>();

  function describe(id: string): RecordOrigin | undefined {
    const resolved = resolve(id);
    if (resolved === undefined) return undefined;
    const filled = fillRecord(resolved.record);
    return {
      ...resolved,
      model: buildModel(id, resolved.record, filled),
      faults: validateRecord(id, resolved.record, filled, { allowInsecure, mayBeIncomplete: true }),
    };
  }

  return {
    find(id) {
      if (!origins.has(id)) origins.set(id, describe(id));
      return origins.get(id);
    },
  };
}
