import type { ProviderRecord } from '../providers/provider-record.ts';
import type { FaultList } from './faults.ts';
import { type Environment, readSecretFile, readVariable } from './variables.ts';

export interface Credentials {
  readonly clientId: string;
  /** In the order in which they are tried. */
  readonly clientSecrets: readonly string[];
}

type Source = { readonly env: string } | { readonly file: string } | { readonly value: string };

/**
 * Reads client id and secrets from where the record says.
 * @returns undefined when one of them has no value: the provider is then not enabled, as in DOMI 1.x
 */
export function readCredentials(
  record: ProviderRecord,
  environment: Environment,
  where: (field: 'clientId' | 'clientSecret') => string,
  faults: FaultList,
): Credentials | undefined {
  const read = (source: Source, field: 'clientId' | 'clientSecret'): string | undefined => {
    if ('value' in source) return source.value;
    if ('file' in source) return readSecretFile(source.file, where(field), faults);
    return readVariable(environment, source.env, faults);
  };
  const clientId = record.clientId && read(record.clientId, 'clientId');
  const clientSecrets = listSources(record.clientSecret)
    .map((source) => read(source, 'clientSecret'))
    .filter((secret) => secret !== undefined);
  if (!clientId || clientSecrets.length === 0) return undefined;
  return { clientId, clientSecrets };
}

/** Whether somebody began to configure it: one of its variables or files is there. */
export function hasAnyCredential(record: ProviderRecord, environment: Environment): boolean {
  const sources = [...(record.clientId ? [record.clientId] : []), ...listSources(record.clientSecret)];
  return sources.some((source) =>
    'env' in source ? Boolean(environment[source.env] || environment[`${source.env}_FILE`]) : true,
  );
}

function listSources(sources: ProviderRecord['clientSecret']): readonly Source[] {
  if (sources === undefined) return [];
  return Array.isArray(sources) ? sources : [sources];
}
