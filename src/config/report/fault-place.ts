import type { FaultList } from './fault-list.ts';
import type { Where } from './place.ts';

/** Where a fault would be, and the list of whoever it would concern. */
export interface FaultPlace {
  readonly where: Where;
  readonly faults: Pick<FaultList, 'add' | 'warn'>;
}
