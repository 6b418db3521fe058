import type { Records } from '../records/records.ts';
import { buildModel, type ModelOrigin } from './build-model.ts';
import { fillRecord } from './fill-record.ts';
import { type FieldFault, validateRecord } from './validate-record.ts';

/** A record with all that it extends, and what it gives to its tenants. */
export interface RecordOrigin extends ModelOrigin {
  /** The ids whose records went into it, the nearest first. */
  readonly lineage: readonly string[];
  /** Of the record alone: what tenants must add is not among them. */
  readonly faults: readonly FieldFault[];
}

export interface RecordOrigins {
  /** @returns undefined when no record has that id */
  find(id: string): RecordOrigin | undefined;
}

/** Describes each record once, so that all its tenants have one model. */
export function createRecordOrigins({ resolve }: Records, allowInsecure: boolean): RecordOrigins {
  const origins = new Map<string, RecordOrigin | undefined>();

  function describe(id: string): RecordOrigin | undefined {
    const resolved = resolve(id);
    if (resolved === undefined) return undefined;
    const filled = fillRecord(resolved.record);
    return {
      ...resolved,
      model: buildModel(id, resolved.record, filled),
      faults: validateRecord(id, resolved.record, filled, { allowInsecure, mayLack: true }),
    };
  }

  return {
    find(id) {
      if (!origins.has(id)) origins.set(id, describe(id));
      return origins.get(id);
    },
  };
}
