import { DomiError } from '../../oauth/errors.ts';
import { need, type Step } from '../context.ts';

/**
 * Refuses every request of a tenant that is left out because of a fault, before anything is spent. The files of the page that
 * says so are served.
 */
export function refuseMisconfigured(): Step {
  return function refuseMisconfigured(ctx, next) {
    if (need(ctx, 'tenant').isMisconfigured && !ctx.path.startsWith('/assets/'))
      throw new DomiError('tenant_misconfigured');
    return next();
  };
}
