import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Config } from '../config/config.ts';
import { createTenantAssembler, type TenantsInUse } from './tenant-assembler.ts';
import type { ValidationOutcome } from './validate-task.ts';
import type { Validation } from './validation.ts';

/** What is kept of the configuration in use, to take over only what differs. */
export interface ConfigInUse {
  readonly digest: string;
  readonly tenants: TenantsInUse;
}

export interface AssembledConfig {
  readonly config: Config;
  readonly inUse: ConfigInUse;
}

/** Takes a valid configuration over, slice by slice: no turn of the event loop is longer than one of them. */
export async function assembleConfig(
  { settings: plan, digests, snapshot }: Extract<ValidationOutcome, { kind: 'valid' }>,
  takeSlice: Validation['takeSlice'],
  before: ConfigInUse,
): Promise<AssembledConfig> {
  const { isSingleTenant, sealKeys, ...settings } = plan;
  const assembler = createTenantAssembler(before.tenants);
  for (let slice = await takeSlice(); slice !== undefined; slice = await takeSlice()) {
    assembler.add(slice);
    await nextTurn();
  }
  const { directory, inUse } = assembler.finish(isSingleTenant, digests);
  const config = Object.freeze({
    ...settings,
    // A structured clone makes plain bytes of a Buffer.
    sealKeys: sealKeys.map(({ id, secret }) => ({ id, secret: Buffer.from(secret) })),
    directory,
  });
  return { config, inUse: { digest: snapshot.digest, tenants: inUse } };
}
