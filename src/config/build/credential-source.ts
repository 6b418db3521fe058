import type { ProviderRecord } from '../../providers/provider-record.ts';
import { showPath } from '../settings/read-secret-file.ts';
import { showVariable } from '../settings/read-variable.ts';

/** Where a record says that an id or a secret stands. */
export type CredentialSource = { readonly expiresAt?: string } & (
  | { readonly env: string }
  | { readonly file: string }
  | { readonly value: string }
);

/** One source, or several in the order in which their secrets are tried. */
export function listSources(sources: ProviderRecord['clientSecret']): readonly CredentialSource[] {
  if (sources === undefined) return [];
  return (Array.isArray(sources) ? sources : [sources]) as readonly CredentialSource[];
}

/** Equal for sources that give the same value. */
export function toSourceKey(source: CredentialSource): string {
  if ('env' in source) return `env ${source.env}`;
  return 'file' in source ? `file ${source.file}` : 'value';
}

/** Its name as far as it can be shown. */
export function describeSource(source: CredentialSource): string {
  if ('env' in source) return showVariable(source.env);
  return 'file' in source ? showPath(source.file) : 'value';
}
