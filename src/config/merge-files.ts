import type { ProviderRecord } from '../providers/provider-record.ts';
import type { SourceFile } from './places.ts';
import { toKey } from './positions.ts';
import type { ProviderFile } from './provider-file.schema.ts';

export interface JudgedFile {
  readonly file: SourceFile;
  readonly content: ProviderFile;
}

type TenantOfFile = NonNullable<ProviderFile['tenants']>[string];

/** A tenant as it is written, its records by id. */
export interface TenantRecord extends Omit<TenantOfFile, 'providers'> {
  readonly providers: ReadonlyMap<string, ProviderRecord>;
}

/** All files of the folder as one. */
export interface MergedFiles {
  readonly providers: ReadonlyMap<string, ProviderRecord>;
  readonly tenants: ReadonlyMap<string, TenantRecord>;
  /** The files in which a record or tenant stands, by `toKey(['tenants', id])`. */
  readonly definedIn: ReadonlyMap<string, readonly SourceFile[]>;
}

/** Fourth stage: a later file overrides an earlier one, field by field. */
export function mergeFiles(files: readonly JudgedFile[]): MergedFiles {
  const providers = new Map<string, ProviderRecord>();
  const tenants = new Map<string, TenantRecord>();
  const definedIn = new Map<string, SourceFile[]>();
  const note = (file: SourceFile, section: string, id: string): void => {
    const key = toKey([section, id]);
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

/** The fields of `over` replace those of `base`; `variables` are replaced one by one. */
export function mergeRecords(base: ProviderRecord | undefined, over: ProviderRecord): ProviderRecord {
  if (base === undefined) return over;
  if (base.variables === undefined || over.variables === undefined) return { ...base, ...over };
  return { ...base, ...over, variables: { ...base.variables, ...over.variables } };
}

function mergeTenants(base: TenantRecord | undefined, over: TenantOfFile): TenantRecord {
  const providers = new Map(base?.providers);
  for (const [id, record] of Object.entries(over.providers ?? {})) {
    providers.set(id, mergeRecords(providers.get(id), record));
  }
  return { ...base, ...over, providers };
}
