import type { ProveClient } from '../../src/oauth/client-proof.ts';
import { PARAMETER_NAMES, type Provider } from '../../src/oauth/provider.ts';
import { BUILT_IN_RECORDS } from '../../src/providers/built-in-records.ts';

/** Client secrets in the order in which they are tried. */
export function listSecrets(...secrets: string[]): Provider['clientCredentials'] {
  return secrets.map((secret) => ({ kind: 'secret', secret }));
}

/** The client secrets of a provider, without its keys. */
export function readSecrets(provider: Provider | undefined): string[] {
  return (provider?.clientCredentials ?? []).flatMap((credential) =>
    credential.kind === 'secret' ? [credential.secret] : [],
  );
}

/** Presents a client secret as it is; for tests without keys. */
export const proveBySecret: ProveClient = (_provider, credential) => {
  if (credential.kind !== 'secret') throw new TypeError('this test has secrets only');
  return credential;
};

/** A provider of which every test says only what it is about. */
export function createTestProvider(overrides: Partial<Provider> = {}): Provider {
  return {
    id: 'test',
    label: 'Test',
    path: 'dominoTest',
    callback: 'testCallback',
    authorizationEndpoint: 'https://provider.example.com/authorize',
    tokenEndpoint: 'https://provider.example.com/token',
    authorizationResponseIssParameterSupported: false,
    revocation: 'none',
    revocationEnds: 'grant',
    tokenEndpointAuthMethod: 'client_secret_basic',
    basicCredentialsEncoding: 'form',
    requestFormat: 'form',
    pkce: 'S256',
    scopes: ['meetings'],
    scopeSeparator: ' ',
    requiredScopes: [],
    authorizationParams: {},
    tokenParams: {},
    refreshParams: {},
    parameterNames: PARAMETER_NAMES,
    tokenResponse: {},
    tokenErrors: [],
    authorizationErrors: [],
    refreshTokenRotation: 'single-use',
    supersededTokens: 'refuse',
    clientId: 'id',
    clientCredentials: listSecrets('secret'),
    ...overrides,
  };
}

/** A provider with the answer rules of a built-in record. */
export function createProviderLike(id: string): Provider {
  const { tokenErrors = [], tokenResponse = {}, requiredScopes = [] } = BUILT_IN_RECORDS[id] ?? {};
  return createTestProvider({ id, tokenErrors, tokenResponse, requiredScopes } as Partial<Provider>);
}

/** The variables that enable every built-in record; each value says whose it is. */
export const BUILT_IN_CREDENTIALS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.values(BUILT_IN_RECORDS).flatMap(({ clientId, clientSecret }) =>
    [clientId, clientSecret].map((source) => {
      const { env } = source as { env: string };
      return [env, env.toLowerCase().replaceAll('_', '-')];
    }),
  ),
);
