import type { ProviderRecord } from '../../providers/provider-record.ts';
import { showPath } from '../settings/read-secret-file.ts';
import { showVariable } from '../settings/read-variable.ts';

/** The place of an id or a secret, as a record names it. */
export type CredentialSource = { readonly expiresAt?: string } & (
  | { readonly env: string }
  | { readonly file: string }
  | { readonly value: string }
);

/** Lists the sources in the order in which their secrets are tried. */
export function listSources(sources: ProviderRecord['clientSecret']): readonly CredentialSource[] {
  if (sources === undefined) return [];
  return (Array.isArray(sources) ? sources : [sources]) as readonly CredentialSource[];
}

/** @returns equal keys for sources of the same value */
export function toSourceKey(source: CredentialSource): string {
  if ('env' in source) return `env ${source.env}`;
  return 'file' in source ? `file ${source.file}` : 'value';
}

/** @returns the name of the source, if it is safe to show */
export function describeSource(source: CredentialSource): string {
  if ('env' in source) return showVariable(source.env);
  return 'file' in source ? showPath(source.file) : 'value';
}
