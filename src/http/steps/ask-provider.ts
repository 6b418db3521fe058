import { isDomiError } from '../../oauth/errors.ts';
import type { GrantType } from '../../oauth/grant-type.ts';
import { type DomiContext, type GrantInHand, need } from '../context.ts';

/**
 * Every grant of a request goes through here: the wait for the provider is told apart from own time, and the grant has
 * a span.
 * @param work is given what it may write on; that holds nothing of the request, so it may outlive it
 */
export async function askProvider<T>(
  ctx: DomiContext,
  type: GrantType,
  work: (grant: GrantInHand) => Promise<T>,
): Promise<T> {
  const grant: GrantInHand = { type, served: 'provider', seconds: 0 };
  ctx.state.grant = grant;
  const startedAt = performance.now();
  try {
    return await ctx.state.span.run(type, 'internal', describeTarget(ctx, type), async (span) => {
      try {
        const result = await work(grant);
        span.set({ 'domi.outcome': 'success', 'domi.served': grant.served });
        return result;
      } catch (error) {
        const fault = isDomiError(error) ? error : undefined;
        span.set({
          'domi.outcome': fault?.code ?? 'server_error',
          'domi.reason': fault?.reason,
          'domi.served': grant.served,
        });
        if (fault === undefined || fault.status >= 500) span.fail(fault?.code ?? 'server_error');
        throw error;
      }
    });
  } finally {
    grant.seconds = (performance.now() - startedAt) / 1000;
  }
}

function describeTarget(ctx: DomiContext, type: GrantType) {
  return {
    'domi.grant_type': type,
    'domi.tenant': need(ctx, 'tenant').id,
    'domi.provider': need(ctx, 'provider').id,
  };
}
