import { CLIENT_ASSERTION_TYPE } from './client-assertion.ts';
import type { ClientProof } from './client-proof.ts';
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
  proof: ClientProof,
  exchange: CodeExchange,
): ProviderRequest {
  return buildRequest(provider, proof, provider.tokenEndpoint, {
    ...provider.tokenParams,
    grant_type: 'authorization_code',
    code: exchange.code,
    redirect_uri: exchange.redirectUri,
    ...(provider.pkce === 'S256' && { code_verifier: exchange.codeVerifier }),
  });
}

/** RFC 6749 section 6. `scope` is left out, which requests the same scopes again. */
export function buildRefresh(provider: Provider, proof: ClientProof, refreshToken: string): ProviderRequest {
  return buildRequest(provider, proof, provider.refreshEndpoint ?? provider.tokenEndpoint, {
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
  proof: ClientProof,
  token: string,
  hint: TokenTypeHint,
): ProviderRequest {
  if (provider.revocationEndpoint === undefined) throw new TypeError('provider has no revocation endpoint');
  if (provider.revocation === 'query') {
    const url = new URL(provider.revocationEndpoint);
    url.searchParams.set('token', token);
    return buildRequest(provider, proof, url.href, {});
  }
  return buildRequest(provider, proof, provider.revocationEndpoint, {
    token,
    token_type_hint: hint,
  });
}

function buildRequest(
  provider: Provider,
  proof: ClientProof,
  url: string,
  parameters: Record<string, string>,
): ProviderRequest {
  const { authorization, parameters: credentials } = authenticate(provider, proof);
  const all = { ...parameters, ...credentials };
  const json = provider.requestFormat === 'json';
  return {
    url,
    headers: {
      accept: 'application/json',
      'content-type': json ? 'application/json' : 'application/x-www-form-urlencoded',
      ...(authorization !== undefined && { authorization }),
    },
    body: json ? JSON.stringify(all) : new URLSearchParams(all).toString(),
  };
}

interface ClientAuthentication {
  readonly authorization?: string;
  readonly parameters?: Readonly<Record<string, string>>;
}

/** A request must not authenticate the client in more than one way (RFC 6749 section 2.3). */
function authenticate(provider: Provider, proof: ClientProof): ClientAuthentication {
  const { clientId, parameterNames: names } = provider;
  if (proof.kind === 'assertion') {
    return {
      parameters: {
        // RFC 7521 section 4.2 leaves it to the client. Microsoft needs it, since the subject of a token that a cluster
        // has issued is another name.
        [names.clientId]: clientId,
        client_assertion_type: CLIENT_ASSERTION_TYPE,
        client_assertion: proof.assertion,
      },
    };
  }
  if (provider.tokenEndpointAuthMethod === 'client_secret_basic')
    return { authorization: buildBasicCredentials(provider, proof.secret) };
  return { parameters: { [names.clientId]: clientId, [names.clientSecret]: proof.secret } };
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
