import type { ProviderRecord } from '../../providers/provider-record.ts';
import { showPath } from '../settings/read-secret-file.ts';
import { showVariable } from '../settings/read-variable.ts';

/** The place of an id or a secret, as a record names it. */
export type CredentialSource = { readonly expiresAt?: string } & (
  | { readonly env: string }
  | { readonly file: string; readonly pointer?: string }
  | { readonly value: string }
);

/** The place of a private key, and the name of the key at the provider. */
export type KeySource = CredentialSource & { readonly kid?: string };

/** What is at a source: a value, a fault, or neither for a variable that is not set. */
export interface SourceValue {
  readonly value?: string | undefined;
  readonly fault?: string | undefined;
  /** The variable that the fault is in; otherwise it is in the record that names the source. */
  readonly faultyVariable?: string | undefined;
  /** Path of its file, without links. */
  readonly location?: string | undefined;
}

type SourcesField = 'clientSecret' | 'clientKey' | 'clientCertificate';

/** Lists the sources in the order in which their credentials are tried. */
export function listSources(sources: ProviderRecord[SourcesField]): readonly CredentialSource[] {
  if (sources === undefined) return [];
  return (Array.isArray(sources) ? sources : [sources]) as readonly CredentialSource[];
}

export function listKeySources(sources: ProviderRecord['clientKey']): readonly KeySource[] {
  return listSources(sources);
}

/** @returns equal keys for sources of the same value */
export function toSourceKey(source: CredentialSource): string {
  if ('env' in source) return `env ${source.env}`;
  if ('file' in source)
    return `file ${source.file}${source.pointer === undefined ? '' : `\0${source.pointer}`}`;
  return 'value';
}

/** @returns the name of the source, if it is safe to show */
export function describeSource(source: CredentialSource): string {
  if ('env' in source) return showVariable(source.env);
  if (!('file' in source)) return 'value';
  const { file, pointer } = source;
  return pointer === undefined ? showPath(file) : `${showPointer(pointer)} in ${showPath(file)}`;
}

/** Shows a pointer only if it looks like names: an operator may have written the secret itself. */
function showPointer(pointer: string): string {
  return /^(\/[a-z0-9_.-]{1,40}){1,8}$/i.test(pointer) ? pointer : 'the pointer';
}
