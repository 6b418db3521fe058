import { dump } from 'js-yaml';
import { BUILT_IN_RECORDS } from '../providers/built-in-records.ts';
import { listNamedVariables } from '../providers/list-named-variables.ts';
import type { ProviderRecord } from '../providers/provider-record.ts';
import { DISK } from './files/disk.ts';
import { readSourceFiles } from './files/read-source-files.ts';
import { validateConfig } from './load-config.ts';
import { ConfigError, type Fault } from './report/config-error.ts';
import { createFaultList } from './report/fault-list.ts';
import type { SourceFile } from './report/place.ts';
import type { Environment } from './settings/environment.ts';
import { stripEnvironment } from './settings/strip-environment.ts';

/** What a command would print for the provider file. */
export interface DraftedFile {
  readonly content: {
    readonly providers?: Readonly<Record<string, ProviderRecord>>;
    readonly tenants?: object;
  };
  /** Stands for the file in faults: the argument that it comes from. */
  readonly name: string;
}

/**
 * Finds what `domi check` would refuse if a drafted file was added to the provider files of the environment, beside what it
 * refuses without. Its credentials, and those of the built-in services, count as there: they come later.
 */
export function findDraftFaults(environment: Environment, { content, name }: DraftedFile): Fault[] {
  const path = stripEnvironment(environment).DOMI_CONFIG || undefined;
  // What cannot be read is a fault without the draft, too.
  const { files } = readSourceFiles(path, DISK, createFaultList());
  const complete = { ...environment, ...listCredentials(content) };
  const before = new Set(validate(complete, files).map(toKey));
  const draft = { name, text: dump(content) };
  return validate(complete, [...files, draft])
    .filter((fault) => !before.has(toKey(fault)))
    .map((fault) => (fault.where.startsWith(`${name}:`) ? { ...fault, where: name } : fault));
}

function listCredentials({ providers = {} }: DraftedFile['content']): Environment {
  const records = [...Object.values(BUILT_IN_RECORDS), ...Object.values(providers)];
  return Object.fromEntries(records.flatMap(listNamedVariables).map((name) => [name, 'set']));
}

function validate(environment: Environment, files: readonly SourceFile[]): readonly Fault[] {
  try {
    const sources = { files, hash: '' };
    validateConfig(environment, { sources, secrets: 'unread', tenantFaults: 'refuse' });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults;
  }
}

function toKey({ where, message }: Fault): string {
  return `${where} ${message}`;
}
