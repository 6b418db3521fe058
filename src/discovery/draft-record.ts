import type { ProviderRecord } from '../providers/provider-record.ts';
import type { ServerMetadata } from './server-metadata.ts';

/** A record for the provider file, with its id. */
export interface DraftedRecord {
  readonly id: string;
  readonly record: ProviderRecord;
}

/** The first that a server supports is drafted: a private key has no date on which it stops working. */
const METHODS = ['private_key_jwt', 'client_secret_basic', 'client_secret_post'] as const;

/** Scopes that bring a refresh token, and the one that they need. */
const OFFLINE_SCOPES = ['openid', 'offline_access'];

/** Characters, by the schema of a record. */
const MAX_LABEL = 80;

/** Drafts a record from what a server says of itself. Scopes and rotation are not in the metadata. */
export function draftRecord(
  metadata: ServerMetadata,
  id: string = chooseId(metadata.issuer),
): DraftedRecord | undefined {
  const { issuer, authorization_endpoint, token_endpoint, revocation_endpoint } = metadata;
  if (authorization_endpoint === undefined || token_endpoint === undefined) return undefined;
  // RFC 8414 section 2: without a list it is Basic.
  const supported = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  const method = METHODS.find((candidate) => supported.includes(candidate)) ?? 'client_secret_basic';
  const challenges = metadata.code_challenge_methods_supported;
  const scopes = OFFLINE_SCOPES.filter((scope) => metadata.scopes_supported?.includes(scope));
  const name = id.replace(/(^|-)([a-z0-9])/g, (_, _dash, letter: string) => letter.toUpperCase());
  const variable = id.toUpperCase().replaceAll('-', '_');
  return {
    id,
    record: {
      label: new URL(issuer).host.slice(0, MAX_LABEL),
      path: `domino${name}`,
      callback: `${name.charAt(0).toLowerCase()}${name.slice(1)}Callback`,
      issuer,
      ...(metadata.authorization_response_iss_parameter_supported && {
        authorizationResponseIssParameterSupported: true,
      }),
      authorizationEndpoint: authorization_endpoint,
      tokenEndpoint: token_endpoint,
      ...(revocation_endpoint !== undefined && {
        revocationEndpoint: revocation_endpoint,
        revocation: 'rfc7009' as const,
      }),
      tokenEndpointAuthMethod: method,
      ...chooseAlgorithm(method, metadata),
      ...(challenges !== undefined && !challenges.includes('S256') && { pkce: 'none' as const }),
      ...(scopes.length > 0 && { scopes }),
      clientId: { env: `${variable}_CLIENT_ID` },
      ...(method === 'private_key_jwt'
        ? { clientKey: { file: `/run/secrets/${id}/client.key` } }
        : { clientSecret: { env: `${variable}_CLIENT_SECRET` } }),
    },
  };
}

/** An RSA key signs with PS256 unless the record says otherwise. */
function chooseAlgorithm(
  method: (typeof METHODS)[number],
  { token_endpoint_auth_signing_alg_values_supported: supported }: ServerMetadata,
): { tokenEndpointAuthSigningAlg?: 'RS256' } {
  const needsRs256 = supported?.includes('RS256') && !supported.includes('PS256');
  return method === 'private_key_jwt' && needsRs256 ? { tokenEndpointAuthSigningAlg: 'RS256' } : {};
}

/** @returns `example` for `https://login.example.com/realms/one` */
function chooseId(issuer: string): string {
  const labels = new URL(issuer).hostname.split('.');
  const label = labels.length > 1 ? (labels.at(-2) ?? '') : '';
  return /^[a-z][a-z0-9-]{0,39}$/.test(label) ? label : 'new-service';
}
