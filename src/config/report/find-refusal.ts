import type { TenantFaultRule } from '../settings/read-tenant-rules.ts';
import type { Fault } from './config-error.ts';
import type { DescribePlace, FaultList } from './fault-list.ts';

export interface RefusalInput {
  readonly faults: FaultList;
  readonly locate: DescribePlace;
  readonly rule: TenantFaultRule;
  /** How many tenants have no fault. */
  readonly served: number;
}

/**
 * Decides whether the faults refuse the whole configuration: shared ones do, and those of tenants when the operator wants
 * that, or when nobody would be served. A service that starts without any tenant would replace one that works.
 * @returns the faults to report; undefined when faulty tenants can be left out
 */
export function findRefusal({ faults, locate, rule, served }: RefusalInput): Fault[] | undefined {
  if (faults.isEmpty) return undefined;
  if (rule === 'refuse') return faults.listFaults(locate);
  // Shared faults first: a log line shows only some.
  if (faults.hasShared) return keepFirst([...faults.listShared(locate), ...faults.listFaults(locate)]);
  if (served > 0) return undefined;
  const count = faults.faultyTenants.size;
  const all = count === 1 ? 'the only tenant has a fault' : `each of the ${count} tenants has a fault`;
  const message = `${all}, so nobody would be served`;
  return [{ where: 'DOMI_CONFIG', message, code: 'nobody_served' }, ...faults.listFaults(locate)];
}

function keepFirst(faults: readonly Fault[]): Fault[] {
  const seen = new Set<string>();
  return faults.filter(({ where, message }) => {
    const key = `${where} ${message}`;
    return !seen.has(key) && seen.add(key);
  });
}
