import { DomiError } from '../../oauth/errors.ts';
import type { Step } from '../context.ts';
import { hasBody } from '../has-body.ts';

/** Sets whether errors of this route are pages or JSON, regardless of the Accept header. */
export function answerWith(kind: 'page' | 'json'): Step {
  return function answerWithKind(ctx, next) {
    ctx.state.answersWith = kind;
    return next();
  };
}

/**
 * Refuses all other methods. The router would run a GET route for HEAD too, and a HEAD would then spend a token whose
 * successor nobody receives.
 */
export function allowOnly(...methods: readonly string[]): Step {
  return function allowOnlyMethods(ctx, next) {
    if (!methods.includes(ctx.method)) {
      throw new DomiError('method_not_allowed', { headers: { Allow: methods.join(', ') } });
    }
    return next();
  };
}

/**
 * A POST of our clients has no body. One with a body expects something that we do not do, such as a token in a form, and the
 * connection is closed before the body is read, so the client may never see the answer. It is refused before a token is
 * spent.
 */
export function refusePostedBody(): Step {
  return function refusePostedBody(ctx, next) {
    if (ctx.method === 'POST' && hasBody(ctx)) {
      throw new DomiError('invalid_request', {
        reason: 'POST with a body',
        description: 'A POST to this address must have no body: the token is in the Authorization header.',
      });
    }
    return next();
  };
}

/**
 * A page of another site must not make a browser spend tokens here (OWASP ASVS 3.5.3, since the contract with Notes
 * fixes GET). Notes sends no Fetch Metadata, so this concerns browsers only.
 */
export function refuseCrossSite(): Step {
  return function refuseCrossSite(ctx, next) {
    const site = ctx.get('Sec-Fetch-Site');
    if (site !== '' && site !== 'none' && site !== 'same-origin') throw new DomiError('cross_site_request');
    return next();
  };
}

/**
 * Only a navigation by a user passes: an image, a frame, a script or a prefetch would begin a flow or spend the code,
 * and nobody would see the result.
 */
export function requireNavigation(): Step {
  return function requireNavigation(ctx, next) {
    const destination = ctx.get('Sec-Fetch-Dest');
    const isPrefetch = /\bprefetch\b/.test(ctx.get('Sec-Purpose') || ctx.get('Purpose'));
    if ((destination !== '' && destination !== 'document') || isPrefetch) {
      throw new DomiError('cross_site_request', { reason: 'not a navigation of a browser window' });
    }
    return next();
  };
}
