import type { Provider, ProviderWebhook } from '../../oauth/provider.ts';
import type { ProviderRecord } from '../../providers/provider-record.ts';
import { buildModel, type ModelOrigin, type ProviderModel } from './build-model.ts';
import type { Credentials } from './credentials-reader.ts';
import { fillRecord } from './fill-record.ts';
import { listUselessFields } from './list-useless-fields.ts';
import { type FieldFault, validateRecord } from './validate-record.ts';

export interface BuildOptions {
  /** For demo and tests: allows plain http and private addresses. */
  readonly allowInsecure: boolean;
  /** The record that the tenant changes. */
  readonly origin?: ModelOrigin | undefined;
}

export interface BuiltProvider {
  /** Undefined when there is a fault. */
  readonly provider: Provider | undefined;
  readonly faults: readonly FieldFault[];
  readonly warnings: readonly FieldFault[];
}

/** What a provider has besides its record. */
export interface ProviderSecrets extends Credentials {
  readonly webhook?: ProviderWebhook;
}

/** Builds a complete provider from a merged record: defaults, variables, rules, credentials. */
export function buildProvider(
  id: string,
  record: ProviderRecord,
  credentials: ProviderSecrets,
  { allowInsecure, origin }: BuildOptions,
): BuiltProvider {
  const filled = fillRecord(record);
  const faults = validateRecord(id, record, filled, { allowInsecure, mayBeIncomplete: false });
  const model = buildModel(id, record, filled, origin);
  return {
    provider: faults.length > 0 ? undefined : complete(model, credentials),
    faults,
    warnings: listUselessFields(id, record),
  };
}

function complete(model: ProviderModel, credentials: ProviderSecrets): Provider {
  // Without a fault, no required field is missing.
  return Object.freeze({ ...model, ...credentials } as Provider);
}
