import type { ServiceProfile } from '../service-profile.ts';
import type { TokenEndpointStep } from './token-endpoint-state.ts';

/** oidc-provider accepts credentials in both header and form; most services accept only one of them. */
export function checkClientAuthentication({ clientAuthentication }: ServiceProfile): TokenEndpointStep {
  return async function checkClientAuthentication(ctx, next) {
    const usesHeader = ctx.get('authorization') !== '';
    const usesForm = ctx.state.form.has('client_secret');
    const isForeign =
      (usesHeader && !clientAuthentication.includes('basic')) ||
      (usesForm && !clientAuthentication.includes('post'));
    if (!isForeign) return next();
    ctx.status = 401;
    ctx.body = { error: 'invalid_client', error_description: 'client authentication failed' };
  };
}
