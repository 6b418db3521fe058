import type { IssuedTokens, ServiceProfile } from '../service-profile.ts';
import type { TokenEndpointStep } from './token-endpoint-state.ts';

/** Gives the token responses of oidc-provider the format of the service. */
export function speakAsTokenEndpoint(profile: ServiceProfile, apiBase: string): TokenEndpointStep {
  return async function speakAsTokenEndpoint(ctx, next) {
    await next();
    const grantType = ctx.state.form.get('grant_type') ?? undefined;
    if (ctx.status !== 200) return translateError(profile, ctx, grantType);
    ctx.body = profile.toTokenResponse(ctx.body as IssuedTokens, {
      isRefresh: grantType === 'refresh_token',
      user: ctx.oidc?.account?.accountId ?? '',
      apiBase,
    });
  };
}

/** Does the same for revocations, whose response has no content in RFC 7009. */
export function speakAsRevocationEndpoint(profile: ServiceProfile): TokenEndpointStep {
  return async function speakAsRevocationEndpoint(ctx, next) {
    await next();
    if (ctx.status !== 200) translateError(profile, ctx, undefined);
    else if (profile.revocationResponse) ctx.body = profile.revocationResponse;
  };
}

function translateError(
  profile: ServiceProfile,
  ctx: Parameters<TokenEndpointStep>[0],
  grantType: string | undefined,
): void {
  if (ctx.status >= 500) return;
  const { error = 'invalid_request', error_description = '' } = ctx.body as Record<string, string>;
  const answer = profile.toTokenError({ error, description: error_description, grantType });
  ctx.status = answer.status;
  ctx.body = answer.body;
  if (answer.status !== 401) ctx.remove('WWW-Authenticate');
}
