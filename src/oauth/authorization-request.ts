import { buildCodeChallenge } from './pkce.ts';
import type { Provider } from './provider.ts';

export interface AuthorizationRequest {
  readonly redirectUri: string;
  readonly state: string;
  readonly codeVerifier: string;
  /** Address of the account to preselect (OpenID Connect Core section 3.1.2.1). */
  readonly loginHint?: string | undefined;
}

/**
 * Builds the URL of the authorization request, RFC 6749 section 4.1.1 with RFC 7636 section 4.3.
 * The protocol's own parameters are set last, so that `authorizationParams` can add but never replace them.
 */
export function buildAuthorizationUrl(provider: Provider, request: AuthorizationRequest): string {
  const url = new URL(provider.authorizationEndpoint);
  const parameters: Record<string, string | undefined> = {
    login_hint: request.loginHint,
    ...provider.authorizationParams,
    response_type: 'code',
    [provider.parameterNames.clientId]: provider.clientId,
    redirect_uri: request.redirectUri,
    [provider.parameterNames.scope]:
      provider.scopes.length > 0 ? provider.scopes.join(provider.scopeSeparator) : undefined,
    state: request.state,
    ...(provider.pkce === 'S256' && {
      code_challenge: buildCodeChallenge(request.codeVerifier),
      code_challenge_method: 'S256',
    }),
  };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
}
