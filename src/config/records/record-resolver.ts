import type { ProviderRecord } from '../../providers/provider-record.ts';
import type { FaultList } from '../report/fault-list.ts';
import { findSimilar } from '../schema/find-similar.ts';
import { mergeRecords } from './merge-records.ts';

/** A record with everything that it extends. */
export interface ResolvedRecord {
  readonly record: ProviderRecord;
  /** The ids of the records that it consists of, the nearest first. */
  readonly lineage: readonly string[];
}

/** @returns undefined when no record has that id */
export type RecordResolver = (id: string) => ResolvedRecord | undefined;

/**
 * Merges each record of the files with the built-in one of the same id, and both with the record that they extend.
 * Every record is resolved once, however many tenants use it.
 * @param mayExist whether a missing record may be in a file that could not be read
 */
export function createRecordResolver(
  builtIn: Readonly<Record<string, ProviderRecord>>,
  own: ReadonlyMap<string, ProviderRecord>,
  faults: FaultList,
  mayExist: (id: string) => boolean,
): RecordResolver {
  const resolved = new Map<string, ResolvedRecord | undefined>();
  const ids = [...new Set([...Object.keys(builtIn), ...own.keys()])];

  function resolve(id: string, below: readonly string[]): ResolvedRecord | undefined {
    if (resolved.has(id)) return resolved.get(id);
    const original = Object.hasOwn(builtIn, id) ? builtIn[id] : undefined;
    const over = own.get(id);
    const record = over === undefined ? original : mergeRecords(original, over);
    const result = record && extend(id, record, below);
    resolved.set(id, result);
    return result;
  }

  function extend(id: string, record: ProviderRecord, below: readonly string[]): ResolvedRecord {
    const alone = { record, lineage: [id] };
    const baseId = record.extends;
    if (baseId === undefined) return alone;
    const where = { paths: [['providers', id, 'extends']] };
    const trail = [...below, id];
    if (trail.includes(baseId)) {
      const circle = [...trail.slice(trail.indexOf(baseId)), baseId].join(' -> ');
      faults.add(where, `providers.${id}.extends leads back to itself (${circle})`, 'record_circular');
      return alone;
    }
    const base = resolve(baseId, trail);
    if (base === undefined) {
      if (!mayExist(baseId))
        faults.add(where, `providers.${id}.extends ${explainUnknownRecord(baseId, ids)}`, 'record_unknown');
      return alone;
    }
    return { record: mergeRecords(base.record, record), lineage: [id, ...base.lineage] };
  }

  return (id) => resolve(id, []);
}

export function explainUnknownRecord(id: string, ids: readonly string[]): string {
  const similar = findSimilar(id, ids);
  return `names no known record${similar ? `; did you mean ${similar}?` : ''}`;
}
