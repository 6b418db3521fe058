import { nameClientNetwork } from '../../limits/client-network.ts';
import type { Limiter, Subject } from '../../limits/limiter.ts';
import { type DomiContext, need, type Step } from '../context.ts';

/** Every request of a tenant: by who asks, then by the tenant as a whole. An unknown host costs less than counting it. */
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
 * What may lead to a call to a provider. It stands before the step that spends something, so a client that must wait can
 * send the same request again.
 */
export function limitProvider(limiter: Limiter): Step {
  return async function limitProvider(ctx, next) {
    const { id: tenantId, limits } = need(ctx, 'tenant');
    const member = need(ctx, 'provider').id;
    const subjects: Subject[] = [{ scope: 'provider', tenantId, member, limit: limits.provider }];
    holdUntilClosed(ctx, await limiter.enter(subjects));
    await next();
  };
}

/** A response closes when its answer is sent, when answering fails, and when the client hangs up. */
function holdUntilClosed({ res }: DomiContext, leave: () => void): void {
  if (res.closed) leave();
  else res.once('close', leave);
}
