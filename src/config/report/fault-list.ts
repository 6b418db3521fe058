import type { Fault } from './config-error.ts';
import type { FaultCode } from './fault-codes.ts';
import type { Where } from './place.ts';

/** Computes `file:line:column`. */
export type DescribePlace = (where: Where) => string;

/** Collects faults and warnings of all stages. A fault concerns one tenant, or it is shared: of the process or of a record. */
export interface FaultList {
  /** @param code by default `setting_invalid` for a variable, `record_invalid` for a spot of a provider file */
  add(where: Where, message: string, code?: FaultCode): void;
  /** Warnings with the same message are merged, however many places they concern. */
  warn(where: Where, message: string): void;
  /** The same list; what is added to it concerns that tenant alone. */
  ofTenant(tenantId: string): FaultList;
  readonly isEmpty: boolean;
  /** Whether there is a fault that concerns more than one tenant. */
  readonly hasShared: boolean;
  /** In the order in which their first faults were found. */
  readonly faultyTenants: ReadonlySet<string>;
  /** Those of all faults and warnings. */
  listPlaces(): Iterable<Where>;
  listFaults(describe: DescribePlace): Fault[];
  listShared(describe: DescribePlace): Fault[];
  /** @param limit how many tenants */
  listByTenant(describe: DescribePlace, limit: number): ReadonlyMap<string, readonly Fault[]>;
  listWarnings(describe: DescribePlace): string[];
}

interface Entry {
  readonly where: Where;
  readonly message: string;
  readonly code: FaultCode;
  readonly tenantId: string | undefined;
}

interface Warning {
  readonly where: Where;
  count: number;
}

export function createFaultList(): FaultList {
  // Many tenants can inherit a fault from one record, so equal faults are kept once.
  const entries = new Map<string, Entry>();
  const faultyTenants = new Set<string>();
  let hasShared = false;
  const warnings = new Map<string, Warning>();

  const list = (chosen: Iterable<Entry>, describe: DescribePlace): Fault[] =>
    inOrder(keepOnce([...chosen].map((entry) => toFault(entry, describe))));
  const listOwned = (tenantId: string | undefined): Entry[] =>
    [...entries.values()].filter((entry) => entry.tenantId === tenantId);

  /** The last one: a tenant is validated as a whole, before the next one. */
  let lastView: { readonly tenantId: string; readonly view: FaultList } | undefined;
  const viewOf = (tenantId: string): FaultList => {
    if (lastView?.tenantId !== tenantId) lastView = { tenantId, view: createView(tenantId) };
    return lastView.view;
  };

  function createView(tenantId: string | undefined): FaultList {
    return {
      add(where, message, code = typeof where === 'string' ? 'setting_invalid' : 'record_invalid') {
        const key = `${tenantId ?? ''}\n${toKey(where)}\n${message}`;
        entries.set(key, { where, message, code, tenantId });
        if (tenantId === undefined) hasShared = true;
        else faultyTenants.add(tenantId);
      },
      warn(where, message) {
        const known = warnings.get(message);
        if (known) known.count += 1;
        else warnings.set(message, { where, count: 1 });
      },
      ofTenant: viewOf,
      get isEmpty() {
        return entries.size === 0;
      },
      get hasShared() {
        return hasShared;
      },
      faultyTenants,
      *listPlaces() {
        for (const { where } of entries.values()) yield where;
        for (const { where } of warnings.values()) yield where;
      },
      listFaults: (describe) => list(entries.values(), describe),
      listShared: (describe) => list(listOwned(undefined), describe),
      listByTenant(describe, limit) {
        const groups = Map.groupBy(entries.values(), (entry) => entry.tenantId ?? '');
        const ids = [...faultyTenants].slice(0, limit);
        return new Map(ids.map((id) => [id, list(groups.get(id) ?? [], describe)]));
      },
      listWarnings: (describe) =>
        [...warnings].map(([message, { where, count }]) => {
          const place = describe(where);
          const more = count > 1 ? ` (and in ${count - 1} more places)` : '';
          return `${place && `${place}: `}${message}${more}`;
        }),
    };
  }
  return createView(undefined);
}

function toFault({ where, message, code, tenantId }: Entry, describe: DescribePlace): Fault {
  return { where: describe(where), message, code, ...(tenantId !== undefined && { tenantId }) };
}

/** Tenants that inherit a fault report it with different paths, which resolve to the same place. */
function keepOnce(faults: readonly Fault[]): Fault[] {
  return [...new Map(faults.map((fault) => [`${fault.where} ${fault.message}`, fault])).values()];
}

/** Sorts by file and line; faults without a line come first, in the order in which they were found. */
function inOrder(faults: readonly Fault[]): Fault[] {
  const keyed = faults.map((fault) => {
    const [, file = '', line = '0', column = '0'] = /^(.*):(\d+):(\d+)$/.exec(fault.where) ?? [];
    return { fault, file, line: Number(line), column: Number(column) };
  });
  keyed.sort(
    (a, b) => (a.file < b.file ? -1 : Number(a.file > b.file)) || a.line - b.line || a.column - b.column,
  );
  return keyed.map(({ fault }) => fault);
}

function toKey(where: Where): string {
  if (typeof where === 'string') return where;
  return [where.file?.name, where.offset, where.part, where.paths[0]?.join('\0')].join('\0');
}
