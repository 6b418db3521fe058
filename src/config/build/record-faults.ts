import type { ProviderRecord } from '../../providers/provider-record.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { FaultPlace } from '../report/fault-place.ts';
import type { CredentialsReader } from './credentials-reader.ts';
import type { RecordOrigin } from './record-origins.ts';
import type { WebhookReader } from './webhook-reader.ts';

/** The faults of what records read from elsewhere: credentials, and secrets of webhooks. */
export interface RecordFaults {
  /**
   * Reads a record as nobody has changed it, once, and reports its faults as those of everybody. So no tenant is the first
   * to show them, by using the record.
   * @returns their messages
   */
  find(origin: RecordOrigin): ReadonlySet<string>;
}

export interface RecordFaultsOptions {
  readonly readCredentials: CredentialsReader;
  readonly readWebhook: WebhookReader;
  readonly faults: FaultList;
}

export function createRecordFaults({
  readCredentials,
  readWebhook,
  faults,
}: RecordFaultsOptions): RecordFaults {
  const found = new Map<RecordOrigin, ReadonlySet<string>>();

  function read({ record, lineage }: RecordOrigin): ReadonlySet<string> {
    const messages = new Set<string>();
    // Nobody reads the secrets of a disabled record; a tenant that enables it has them as its own faults.
    if (record.enabled === false) return messages;
    const placeOf = (field: keyof ProviderRecord): FaultPlace => ({
      where: { paths: lineage.map((ancestor) => ['providers', ancestor, field]) },
      faults: {
        add(where, message, code) {
          messages.add(message);
          faults.add(where, message, code);
        },
        // Doubts about a record matter when somebody uses it, who is told then.
        warn: () => undefined,
      },
    });
    const request = { record, placeOf, ownerOf: () => undefined };
    readCredentials({ ...request, hasOwnEndpoint: false });
    readWebhook({ ...request, isWritten: false });
    return messages;
  }

  return {
    find(origin) {
      const messages = found.get(origin) ?? read(origin);
      found.set(origin, messages);
      return messages;
    },
  };
}
