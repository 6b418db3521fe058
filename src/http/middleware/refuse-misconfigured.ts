import { DomiError } from '../../oauth/errors.ts';
import { need, type Step } from '../context.ts';

/**
 * Refuses every request of a tenant that is left out because of a fault, before anything is spent. The files of the page that
 * says so are served, and so is the connection check, which people turn to when nothing else answers.
 */
export function refuseMisconfigured(): Step {
  return function refuseMisconfigured(ctx, next) {
    const isHelp = ctx.path === '/diag' || ctx.path.startsWith('/assets/');
    if (need(ctx, 'tenant').isMisconfigured && !isHelp) throw new DomiError('tenant_misconfigured');
    return next();
  };
}
