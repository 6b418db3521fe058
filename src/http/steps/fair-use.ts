import { nameClientNetwork } from '../../limits/client-network.ts';
import type { Limiter, Subject } from '../../limits/create-limiter.ts';
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
    await holdPlaces(ctx, await limiter.enter(subjects), next);
  };
}

/**
 * What may lead to a call to a provider. It stands before the step that spends something, so that who is told to wait
 * can do the same again.
 */
export function limitProvider(limiter: Limiter): Step {
  return async function limitProvider(ctx, next) {
    const { id: tenantId, limits } = need(ctx, 'tenant');
    const member = need(ctx, 'provider').id;
    const subjects: Subject[] = [{ scope: 'provider', tenantId, member, limit: limits.provider }];
    await holdPlaces(ctx, await limiter.enter(subjects), next);
  };
}

/** Given back when the answer is there, when answering fails, and when the client hangs up, whichever comes first. */
async function holdPlaces(ctx: DomiContext, leave: () => void, next: () => Promise<unknown>): Promise<void> {
  ctx.res.once('close', leave);
  if (ctx.res.closed) leave();
  try {
    await next();
  } finally {
    ctx.res.off('close', leave);
    leave();
  }
}
