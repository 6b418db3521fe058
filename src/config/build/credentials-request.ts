import type { ClientCredential } from '../../oauth/client-credential.ts';
import type { ProviderRecord } from '../../providers/provider-record.ts';
import type { FaultPlace } from '../report/fault-place.ts';

/** The fields of a record that name where credentials are. */
export type CredentialField =
  | 'clientId'
  | 'clientSecret'
  | 'clientKey'
  | 'clientCertificate'
  | 'clientAssertion';

export interface CredentialsRequest {
  readonly record: ProviderRecord;
  readonly placeOf: (field: CredentialField) => FaultPlace;
  /** The tenant, if it has set the field itself. */
  readonly ownerOf: (field: CredentialField) => string | undefined;
  /** Whether credentials go to an endpoint that the tenant has chosen. */
  readonly hasOwnEndpoint: boolean;
}

/** What a record has to prove the identity of the client with. */
export interface FoundCredentials {
  readonly credentials: readonly ClientCredential[];
  /** Milliseconds since 1970, of those credentials whose expiry is known. */
  readonly expiries: readonly number[];
  readonly isFaulty: boolean;
  /** What is missing when there is none: `no client secret (ZOOM_CLIENT_SECRET not set)`. */
  readonly gap: string;
}

/** @returns the field that the authentication method of a record takes its credentials from */
export function findCredentialField({
  tokenEndpointAuthMethod,
  clientAssertion,
}: ProviderRecord): 'clientSecret' | 'clientKey' | 'clientAssertion' {
  if (tokenEndpointAuthMethod !== 'private_key_jwt') return 'clientSecret';
  return clientAssertion === undefined ? 'clientKey' : 'clientAssertion';
}
