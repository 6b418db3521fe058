import { cleanCredential } from './clean-credential.ts';
import { type CredentialSource, describeSource } from './credential-source.ts';
import type { CredentialsRequest } from './credentials-request.ts';
import type { ReadResult, SourceReader } from './source-reader.ts';

/** Values that samples and templates use as placeholders. */
const PLACEHOLDER =
  /^(<.*>|\{.*\}|\$\{?.*|x{3,}|\.{3}|change[-_ ]?(me|it)|replace[-_ ]?(me|this)|your[-_ ].*|todo|(client|app)[-_ ]?(id|secret)|secret|password|placeholder)$/i;

/** Reads a client id or secret as it goes over the wire. */
export function readCleanSource(
  field: 'clientId' | 'clientSecret',
  source: CredentialSource,
  request: CredentialsRequest,
  read: SourceReader,
): ReadResult {
  const result = read(field, source, request);
  if (result.value === undefined) return result;
  const { where, faults } = request.placeOf(field);
  const clean = cleanCredential(field === 'clientId' ? 'client id' : 'client secret', result.value);
  const name = 'value' in source ? field : describeSource(source);
  // A variable is a place itself.
  const isPlace = 'env' in source && name === source.env;
  const [place, start] = isPlace ? [name, ''] : [where, `${name} `];
  for (const warning of clean.warnings) faults.warn(place, `${start}${warning}`);
  if (clean.fault !== undefined) faults.add(place, `${start}${clean.fault}`, 'secret_invalid');
  return { value: clean.value, isFaulty: clean.fault !== undefined };
}

export function looksLikePlaceholder(value: string): boolean {
  return PLACEHOLDER.test(value);
}
