import { DomiError } from '../../oauth/errors.ts';
import type { Step } from '../context.ts';

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
