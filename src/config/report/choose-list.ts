import type { FaultList } from './fault-list.ts';
import type { FilePath } from './place.ts';

/** @returns the list for a fault of the file at this path: that of the tenant, or the shared one */
export function chooseList(faults: FaultList, [section, id]: FilePath): FaultList {
  return section === 'tenants' && id !== undefined ? faults.ofTenant(id) : faults;
}
