import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Config } from '../config/config.ts';
import type { Essentials } from './find-emptying.ts';
import { createTenantAssembler, type TenantsInUse } from './tenant-assembler.ts';
import type { ValidationOutcome } from './validate-task.ts';
import type { Validation } from './validation.ts';

/** The part of the configuration in use that later reloads are compared with. */
export interface ConfigInUse {
  readonly digest: string;
  readonly tenants: TenantsInUse;
  /** Undefined before the first one. */
  readonly essentials: Essentials | undefined;
}

export interface AssembledConfig {
  readonly config: Config;
  readonly inUse: ConfigInUse;
}

/** Assembles a valid configuration slice by slice, so that no turn of the event loop takes longer than one slice. */
export async function assembleConfig(
  { settings: plan, essentials, digests, snapshot }: Extract<ValidationOutcome, { kind: 'valid' }>,
  takeSlice: Validation['takeSlice'],
  before: ConfigInUse,
): Promise<AssembledConfig> {
  const { isSingleTenant, hasContent: _, sealKeys, ...settings } = plan;
  const assembler = createTenantAssembler(before.tenants);
  for (let slice = await takeSlice(); slice !== undefined; slice = await takeSlice()) {
    assembler.add(slice);
    await nextTurn();
  }
  const { directory, inUse } = assembler.finish(isSingleTenant, digests);
  const config = Object.freeze({
    ...settings,
    // A structured clone turns a Buffer into a plain Uint8Array.
    sealKeys: sealKeys.map(({ id, secret }) => ({ id, secret: Buffer.from(secret) })),
    directory,
  });
  return { config, inUse: { digest: snapshot.digest, tenants: inUse, essentials } };
}
