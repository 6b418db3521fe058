import { validateConfig } from '../config/load-config.ts';
import { ConfigError, type Fault } from '../config/report/config-error.ts';
import type { SourceFile } from '../config/report/place.ts';
import type { Environment } from '../config/settings/environment.ts';
import type { OtherFile } from './read-other-files.ts';
import { linkFile, type Sharding } from './tenant-content.ts';

export interface SettleInput {
  readonly files: ReadonlyMap<string, SourceFile>;
  /** Of files that cannot be read. */
  readonly faults: readonly Fault[];
  /** Provider files that the pods have from elsewhere. */
  readonly others: readonly OtherFile[];
  /** Name of the file of a shard in the pods. */
  readonly nameShard: (index: number) => string;
  readonly sharding: Sharding;
  /** Whether the build before had this very record. */
  readonly isUnchanged: (tenantId: string) => boolean;
  readonly isKnown: (tenantId: string) => boolean;
  readonly environment: Environment;
  readonly now: Date;
  /** Whether faulty tenants are left as they were, in place of an end without any output. */
  readonly keepsGoing: boolean;
  /** @returns the record of the build before, as a file */
  readonly findPrevious: (tenantId: string) => SourceFile | undefined;
}

export interface SettledTenants {
  readonly faults: readonly Fault[];
  readonly warnings: readonly string[];
  /** What the pods shall have, by tenant id; undefined: nothing is to be written. */
  readonly files: ReadonlyMap<string, SourceFile> | undefined;
  /** Faulty tenants that stay as they were. */
  readonly kept: readonly string[];
  /** Faulty tenants that were not there before, or that cannot stay. */
  readonly leftOut: readonly string[];
}

/**
 * Validates all tenants together, as the pods will. What stands for a faulty one is validated too: its earlier record may be
 * at an address that another tenant has now.
 */
export function settleTenants(input: SettleInput): SettledTenants {
  const files = new Map(input.files);
  const faults: Fault[] = [...input.faults];
  const kept = new Set<string>();
  const leftOut = new Set<string>();

  function replace(tenantId: string): void {
    const previous = kept.has(tenantId) ? undefined : input.findPrevious(tenantId);
    if (previous) {
      files.set(tenantId, previous);
      kept.add(tenantId);
      leftOut.delete(tenantId);
    } else {
      files.delete(tenantId);
      kept.delete(tenantId);
      leftOut.add(tenantId);
    }
  }

  const refuse = (warnings: readonly string[]): SettledTenants => ({
    faults,
    warnings,
    files: undefined,
    kept: [],
    leftOut: [],
  });

  // There is nothing to validate, and the reasons are known.
  if (files.size === 0 && faults.length > 0 && !input.keepsGoing) return refuse([]);
  if (input.keepsGoing) for (const id of listTenants(input.faults)) replace(id);
  for (;;) {
    const found = validate(files, kept, input);
    faults.push(...found.faults);
    const isShared = faults.some(({ tenantId }) => tenantId === undefined);
    // A tenant of the other files, which nothing here can replace.
    const isElsewhere = [...listTenants(found.faults)].some((id) => !files.has(id));
    if (isShared || isElsewhere || (faults.length > 0 && !input.keepsGoing)) return refuse(found.warnings);
    if (found.faults.length === 0)
      return {
        faults,
        warnings: found.warnings,
        files,
        kept: [...kept].sort(),
        leftOut: [...leftOut].sort(),
      };
    // Each round takes a record away, so this ends.
    for (const id of listTenants(found.faults)) replace(id);
  }
}

function listTenants(faults: readonly Fault[]): Set<string> {
  return new Set(faults.map(({ tenantId }) => tenantId).filter((id) => id !== undefined));
}

/**
 * Takes from the environment of the pipeline what that of the pods has, too. Without a word about it, a tenant can name nothing
 * but its own secrets, as in the chart: its file may come from anybody.
 */
function chooseRules(environment: Environment, { secretsFolder }: Sharding): Environment {
  const { DOMI_TENANT_SECRETS = secretsFolder, DOMI_ALLOW_INSECURE_PROVIDERS } = environment;
  return { DOMI_TENANT_SECRETS, DOMI_ALLOW_INSECURE_PROVIDERS };
}

function validate(
  files: ReadonlyMap<string, SourceFile>,
  kept: ReadonlySet<string>,
  { others, nameShard, sharding, isUnchanged, isKnown, environment, now }: SettleInput,
): { faults: readonly Fault[]; warnings: readonly string[] } {
  if (files.size === 0) {
    const message = 'no tenant is left';
    return { faults: [{ where: 'SRC', message, code: 'tenants_missing' }], warnings: [] };
  }
  // The later one of two tenants has the fault of an address: whoever was there before keeps it, above or below the other.
  const rank = (id: string): number => (kept.has(id) || isUnchanged(id) ? 0 : isKnown(id) ? 1 : 2);
  const tenants = [...files].map(([id, file]) => ({
    key: `${nameShard(0)}\0${rank(id)}\0${id}`,
    file,
  }));
  const all = [...others.map(({ name, file }) => ({ key: name, file })), ...tenants];
  all.sort((a, b) => (a.key < b.key ? -1 : 1));
  try {
    const { warnings } = validateConfig(chooseRules(environment, sharding), {
      now,
      tenantFaults: 'refuse',
      secrets: 'unread',
      sources: { files: all.map(({ file }) => file), hash: '' },
      rewrite: (content, file) => linkFile(content, file, sharding),
    });
    return { faults: [], warnings };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error;
  }
}
