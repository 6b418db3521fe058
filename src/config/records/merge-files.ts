import type { ProviderRecord } from '../../providers/provider-record.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { SourceFile } from '../report/place.ts';
import { toPathKey } from '../report/to-path-key.ts';
import type { ProviderFile } from '../schema/provider-file.schema.ts';
import type { ValidFile } from '../schema/validate-files.ts';
import { listInOrder } from './list-in-order.ts';
import { mergeRecords } from './merge-records.ts';
import { createOverrideList, type Section } from './override-list.ts';

type TenantOfFile = NonNullable<ProviderFile['tenants']>[string];

/** A tenant as it is written, with its records by id. */
export interface TenantRecord extends Omit<TenantOfFile, 'providers'> {
  readonly providers: ReadonlyMap<string, ProviderRecord>;
}

/** What tenants have that set nothing themselves. */
export type DefaultsRecord = NonNullable<ProviderFile['defaults']>;

/** All files of the folder, merged into one. */
export interface MergedFiles {
  readonly providers: ReadonlyMap<string, ProviderRecord>;
  readonly tenants: ReadonlyMap<string, TenantRecord>;
  readonly defaults: DefaultsRecord;
  /** The files that define a record, a tenant or a default, by `toPathKey(['tenants', id])`. */
  readonly definedIn: ReadonlyMap<string, readonly SourceFile[]>;
}

/** A later file overrides an earlier one, field by field, which is a warning: it may be a tenant's own. */
export function mergeFiles(files: readonly ValidFile[], faults: FaultList): MergedFiles {
  const providers = new Map<string, ProviderRecord>();
  const tenants = new Map<string, TenantRecord>();
  let defaults: DefaultsRecord = {};
  const definedIn = new Map<string, SourceFile[]>();
  const overrides = createOverrideList();
  const note = (file: SourceFile, section: Section, id: string): void => {
    const key = toPathKey([section, id]);
    const known = definedIn.get(key);
    if (known) {
      overrides.add({ section, id, file, before: known.at(-1) ?? file });
      known.push(file);
    } else definedIn.set(key, [file]);
  };
  for (const { file, content } of files) {
    for (const [id, record] of Object.entries(content.providers ?? {})) {
      providers.set(id, mergeRecords(providers.get(id), record));
      note(file, 'providers', id);
    }
    for (const [id, record] of listInOrder(content.tenants ?? {}, 'tenants', file)) {
      tenants.set(id, mergeTenants(tenants.get(id), record));
      note(file, 'tenants', id);
    }
    for (const field of Object.keys(content.defaults ?? {})) note(file, 'defaults', field);
    defaults = { ...defaults, ...content.defaults };
  }
  overrides.report(faults);
  return { providers, tenants, defaults, definedIn };
}

function mergeTenants(base: TenantRecord | undefined, over: TenantOfFile): TenantRecord {
  const providers = new Map(base?.providers);
  for (const [id, record] of Object.entries(over.providers ?? {})) {
    providers.set(id, mergeRecords(providers.get(id), record));
  }
  return { ...base, ...over, providers };
}
