import type { Middleware } from 'koa';
import type { KoaContextWithOIDC } from 'oidc-provider';

export interface TokenEndpointState {
  /** Parameters of the request, from the form and, where the service reads it, the query. */
  form: URLSearchParams;
}

/** `oidc` is absent until the request has reached oidc-provider. */
export type TokenEndpointStep = Middleware<TokenEndpointState, Partial<Pick<KoaContextWithOIDC, 'oidc'>>>;
