import { nameClientNetwork } from '../../limits/client-network.ts';
import type { Limiter, Subject } from '../../limits/limiter.ts';
import { type DomiContext, need, type Step } from '../context.ts';

/**
 * Limits every request of a tenant, by client network and then by tenant. Requests to unknown hosts are too cheap to
 * count.
 */
export function limitTenant(limiter: Limiter): Step {
  return async function limitTenant(ctx, next) {
    const { id: tenantId, limits } = need(ctx, 'tenant');
    const member = nameClientNetwork(ctx.state.clientAddress);
    const subjects: Subject[] = [
      { scope: 'clientAddress', tenantId, member, limit: limits.clientAddress },
      { scope: 'tenant', tenantId, limit: limits.tenant },
    ];
    holdUntilClosed(ctx, await limiter.enter(subjects));
    await next();
  };
}

/**
 * Limits requests that may lead to a call to a provider. It runs before the step that spends a code or token, so that a
 * refused client can send the same request again.
 */
export function limitProvider(limiter: Limiter): Step {
  return async function limitProvider(ctx, next) {
    const { id: tenantId, limits } = need(ctx, 'tenant');
    const member = need(ctx, 'registration').provider.id;
    const subjects: Subject[] = [{ scope: 'provider', tenantId, member, limit: limits.provider }];
    holdUntilClosed(ctx, await limiter.enter(subjects));
    await next();
  };
}

/** A response closes when it has been sent, when sending fails, and when the client hangs up. */
function holdUntilClosed({ res }: DomiContext, leave: () => void): void {
  if (res.closed) leave();
  else res.once('close', leave);
}
