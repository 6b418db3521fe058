import type { Provider } from '../oauth/provider.ts';
import type { ServerMetadata } from './server-metadata.ts';

/** The part of a provider that metadata says something about. */
export type ComparedProvider = Pick<
  Provider,
  | 'authorizationEndpoint'
  | 'tokenEndpoint'
  | 'revocation'
  | 'revocationEndpoint'
  | 'tokenEndpointAuthMethod'
  | 'clientCredentials'
  | 'pkce'
  | 'scopes'
  | 'authorizationResponseIssParameterSupported'
>;

/** @returns a sentence for each difference; empty when the record agrees with the server */
export function compareRecord(provider: ComparedProvider, metadata: ServerMetadata): string[] {
  return [
    compareAddress('authorizationEndpoint', provider, metadata.authorization_endpoint),
    compareAddress('tokenEndpoint', provider, metadata.token_endpoint),
    compareRevocation(provider, metadata),
    compareMethod(provider, metadata),
    ...compareAlgorithms(provider, metadata),
    comparePkce(provider, metadata),
    compareIss(provider, metadata),
    compareScopes(provider, metadata),
    lacks(metadata.grant_types_supported, 'refresh_token')
      ? `the server does not list the grant refresh_token, only ${list(metadata.grant_types_supported)}`
      : undefined,
  ].filter((sentence) => sentence !== undefined);
}

function compareAddress(
  field: 'authorizationEndpoint' | 'tokenEndpoint',
  provider: ComparedProvider,
  server: string | undefined,
): string | undefined {
  if (server === undefined || isSameAddress(provider[field], server)) return undefined;
  return `${field} is ${provider[field]}, and the server says ${server}`;
}

function compareRevocation(
  { revocation, revocationEndpoint }: ComparedProvider,
  { revocation_endpoint: server }: ServerMetadata,
): string | undefined {
  const own = revocation === 'none' ? undefined : revocationEndpoint;
  if (own === undefined && server !== undefined)
    return `the record has no revocation, and the server says ${server}`;
  if (own !== undefined && server === undefined)
    return `revocationEndpoint is ${own}, and the server names none`;
  if (own === undefined || server === undefined || isSameAddress(own, server)) return undefined;
  return `revocationEndpoint is ${own}, and the server says ${server}`;
}

function compareMethod(
  { tokenEndpointAuthMethod }: ComparedProvider,
  { token_endpoint_auth_methods_supported: supported }: ServerMetadata,
): string | undefined {
  if (!lacks(supported, tokenEndpointAuthMethod)) return undefined;
  return `tokenEndpointAuthMethod is ${tokenEndpointAuthMethod}, and the server supports ${list(supported)}`;
}

function compareAlgorithms(
  { clientCredentials }: ComparedProvider,
  { token_endpoint_auth_signing_alg_values_supported: supported }: ServerMetadata,
): string[] {
  const used = clientCredentials.flatMap((credential) =>
    credential.kind === 'key' ? [credential.algorithm] : [],
  );
  return [...new Set(used)]
    .filter((algorithm) => lacks(supported, algorithm))
    .map((algorithm) => `a key signs with ${algorithm}, and the server supports ${list(supported)}`);
}

function comparePkce(
  { pkce }: ComparedProvider,
  { code_challenge_methods_supported: supported }: ServerMetadata,
): string | undefined {
  if (pkce === 'none' && supported?.includes('S256')) return 'pkce is none, and the server supports S256';
  if (pkce === 'S256' && lacks(supported, 'S256'))
    return `pkce is S256, and the server supports ${list(supported)}`;
  return undefined;
}

function compareIss(
  { authorizationResponseIssParameterSupported: isExpected }: ComparedProvider,
  { authorization_response_iss_parameter_supported: isSent }: ServerMetadata,
): string | undefined {
  if (isSent === true && !isExpected)
    return 'the server always sends iss: set authorizationResponseIssParameterSupported, which refuses forged callbacks';
  if (isSent !== true && isExpected)
    return 'authorizationResponseIssParameterSupported is true, and the server does not promise iss';
  return undefined;
}

function compareScopes(
  { scopes }: ComparedProvider,
  { scopes_supported: supported }: ServerMetadata,
): string | undefined {
  const unlisted = scopes.filter((scope) => lacks(supported, scope));
  if (unlisted.length === 0) return undefined;
  return `the server does not list the scopes ${list(unlisted)}, which it may support all the same`;
}

/** A list that the server leaves out says nothing. */
function lacks(supported: readonly string[] | undefined, value: string): boolean {
  return supported !== undefined && !supported.includes(value);
}

function list(values: readonly string[] | undefined): string {
  return values === undefined || values.length === 0 ? 'none' : values.join(', ');
}

function isSameAddress(one: string, other: string): boolean {
  return one === other || URL.parse(one)?.href === URL.parse(other)?.href;
}
