import type { Fault } from './report/config-error.ts';
import type { DescribePlace, FaultList } from './report/fault-list.ts';

/** A tenant that is left out because of a fault. */
export interface RejectedTenant {
  readonly id: string;
  /** The first ones. */
  readonly faults: readonly Fault[];
  readonly faultCount: number;
}

export interface RejectedTenants {
  readonly count: number;
  /** Only the first ones, if there are many. */
  readonly tenants: readonly RejectedTenant[];
}

/** All of them pass from one thread to another in one message, and become log lines in one turn of the event loop. */
const MAX_TENANTS = 1000;
const MAX_FAULTS = 3;

export function listRejected(faults: FaultList, describe: DescribePlace): RejectedTenants {
  if (faults.faultyTenants.size === 0) return { count: 0, tenants: [] };
  const byTenant = faults.listByTenant(describe, MAX_TENANTS);
  return {
    count: faults.faultyTenants.size,
    tenants: [...byTenant].map(([id, found]) => ({
      id: showId(id),
      faults: found.slice(0, MAX_FAULTS),
      faultCount: found.length,
    })),
  };
}

/** An id that is itself the fault may be anything, even a secret in the wrong place. */
function showId(id: string): string {
  return /^[a-z0-9-]{1,63}$/.test(id) ? id : '(not a tenant id)';
}
