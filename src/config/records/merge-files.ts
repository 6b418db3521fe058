import type { ProviderRecord } from '../../providers/provider-record.ts';
import type { SourceFile } from '../report/place.ts';
import { toPathKey } from '../report/to-path-key.ts';
import type { ProviderFile } from '../schema/provider-file.schema.ts';
import type { ValidFile } from '../schema/validate-files.ts';
import { mergeRecords } from './merge-records.ts';

type TenantOfFile = NonNullable<ProviderFile['tenants']>[string];

/** A tenant as it is written, with its records by id. */
export interface TenantRecord extends Omit<TenantOfFile, 'providers'> {
  readonly providers: ReadonlyMap<string, ProviderRecord>;
}

/** All files of the folder, merged into one. */
export interface MergedFiles {
  readonly providers: ReadonlyMap<string, ProviderRecord>;
  readonly tenants: ReadonlyMap<string, TenantRecord>;
  /** The files that define a record or tenant, by `toPathKey(['tenants', id])`. */
  readonly definedIn: ReadonlyMap<string, readonly SourceFile[]>;
}

/** A later file overrides an earlier one, field by field. */
export function mergeFiles(files: readonly ValidFile[]): MergedFiles {
  const providers = new Map<string, ProviderRecord>();
  const tenants = new Map<string, TenantRecord>();
  const definedIn = new Map<string, SourceFile[]>();
  const note = (file: SourceFile, section: string, id: string): void => {
    const key = toPathKey([section, id]);
    const known = definedIn.get(key);
    if (known) known.push(file);
    else definedIn.set(key, [file]);
  };
  for (const { file, content } of files) {
    for (const [id, record] of Object.entries(content.providers ?? {})) {
      providers.set(id, mergeRecords(providers.get(id), record));
      note(file, 'providers', id);
    }
    for (const [id, record] of Object.entries(content.tenants ?? {})) {
      tenants.set(id, mergeTenants(tenants.get(id), record));
      note(file, 'tenants', id);
    }
  }
  return { providers, tenants, definedIn };
}

function mergeTenants(base: TenantRecord | undefined, over: TenantOfFile): TenantRecord {
  const providers = new Map(base?.providers);
  for (const [id, record] of Object.entries(over.providers ?? {})) {
    providers.set(id, mergeRecords(providers.get(id), record));
  }
  return { ...base, ...over, providers };
}
