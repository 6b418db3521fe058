import type { ProviderRecord } from '../../providers/provider-record.ts';
import type { FilePath } from '../report/place.ts';

/** A provider that a tenant uses. */
export interface RequestedProvider {
  readonly id: string;
  /** The fields that the tenant changes in the record of that id, or in the one that it extends. */
  readonly own: ProviderRecord;
  /** Its place in the provider file. */
  readonly at: FilePath;
  /** Address of the tenant; undefined when it has a fault. */
  readonly publicUrl: string | undefined;
  /** Undefined for the only tenant of a service, whose faults are those of the records. */
  readonly tenantId: string | undefined;
}
