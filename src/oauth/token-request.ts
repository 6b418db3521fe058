import type { Provider } from './provider.ts';
import type { TokenTypeHint } from './token-type-hint.ts';

/** One complete POST request to a provider: the sender adds nothing to it. */
export interface ProviderRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export interface CodeExchange {
  readonly code: string;
  readonly codeVerifier: string;
  /** Must be identical to the one of the authorization request (RFC 6749 section 4.1.3). */
  readonly redirectUri: string;
}

/** RFC 6749 section 4.1.3 with RFC 7636 section 4.5. */
export function buildCodeExchange(
  provider: Provider,
  clientSecret: string,
  exchange: CodeExchange,
): ProviderRequest {
  return buildRequest(provider, clientSecret, provider.tokenEndpoint, {
    ...provider.tokenParams,
    grant_type: 'authorization_code',
    code: exchange.code,
    redirect_uri: exchange.redirectUri,
    ...(provider.pkce === 'S256' && { code_verifier: exchange.codeVerifier }),
  });
}

/** RFC 6749 section 6. `scope` is left out, which requests the same scopes again. */
export function buildRefresh(
  provider: Provider,
  clientSecret: string,
  refreshToken: string,
): ProviderRequest {
  return buildRequest(provider, clientSecret, provider.refreshEndpoint ?? provider.tokenEndpoint, {
    ...provider.refreshParams,
    grant_type: 'refresh_token',
    refresh_token: refreshToken,
  });
}

/**
 * RFC 7009 section 2.1, or the older form with the token in the query that some services document (`query`).
 * @param hint which kind of token it is; the older form has no hint
 * @throws TypeError when the provider has no revocation endpoint; check `provider.revocation` first
 */
export function buildRevocation(
  provider: Provider,
  clientSecret: string,
  token: string,
  hint: TokenTypeHint,
): ProviderRequest {
  if (provider.revocationEndpoint === undefined) throw new TypeError('provider has no revocation endpoint');
  if (provider.revocation === 'query') {
    const url = new URL(provider.revocationEndpoint);
    url.searchParams.set('token', token);
    return buildRequest(provider, clientSecret, url.href, {});
  }
  return buildRequest(provider, clientSecret, provider.revocationEndpoint, {
    token,
    token_type_hint: hint,
  });
}

/** A request must not authenticate the client in more than one way (RFC 6749 section 2.3). */
function buildRequest(
  provider: Provider,
  clientSecret: string,
  url: string,
  parameters: Record<string, string>,
): ProviderRequest {
  const names = provider.parameterNames;
  const basic = provider.tokenEndpointAuthMethod === 'client_secret_basic';
  const all = basic
    ? parameters
    : { ...parameters, [names.clientId]: provider.clientId, [names.clientSecret]: clientSecret };
  const json = provider.requestFormat === 'json';
  return {
    url,
    headers: {
      accept: 'application/json',
      'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded',
      ...(basic && { authorization: buildBasicCredentials(provider, clientSecret) }),
    },
    body: json ? JSON.stringify(all) : new URLSearchParams(all).toString(),
  };
}

/** RFC 6749 section 2.3.1: id and secret are form-encoded before they are joined, so a `:` or `%` survives. */
function buildBasicCredentials(
  { clientId, basicCredentialsEncoding }: Provider,
  clientSecret: string,
): string {
  const encode = basicCredentialsEncoding === 'form' ? formEncode : (value: string): string => value;
  const joined = `${encode(clientId)}:${encode(clientSecret)}`;
  return `Basic ${Buffer.from(joined, 'utf8').toString('base64')}`;
}

function formEncode(value: string): string {
  return new URLSearchParams([['', value]]).toString().slice(1);
}
