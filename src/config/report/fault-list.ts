import type { Fault } from './config-error.ts';
import type { Where } from './place.ts';

/** Collects faults and warnings of all stages. */
export interface FaultList {
  add(where: Where, message: string): void;
  /** Warnings with the same message are merged, however many places they concern. */
  warn(where: Where, message: string): void;
  readonly isEmpty: boolean;
  /** @param describe computes `file:line:column` */
  listFaults(describe: (where: Where) => string): Fault[];
  listWarnings(describe: (where: Where) => string): string[];
}

interface Warning {
  readonly where: Where;
  count: number;
}

export function createFaultList(): FaultList {
  // Many tenants can inherit a fault from one record, so equal faults are kept once.
  const faults = new Map<string, { where: Where; message: string }>();
  const warnings = new Map<string, Warning>();
  return {
    add(where, message) {
      faults.set(`${toKey(where)}\n${message}`, { where, message });
    },
    warn(where, message) {
      const known = warnings.get(message);
      if (known) known.count += 1;
      else warnings.set(message, { where, count: 1 });
    },
    get isEmpty() {
      return faults.size === 0;
    },
    listFaults: (describe) =>
      inOrder(
        keepOnce([...faults.values()].map(({ where, message }) => ({ where: describe(where), message }))),
      ),
    listWarnings: (describe) =>
      [...warnings].map(([message, { where, count }]) => {
        const place = describe(where);
        const more = count > 1 ? ` (and in ${count - 1} more places)` : '';
        return `${place && `${place}: `}${message}${more}`;
      }),
  };
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
