import { limitAddress } from '../../limits/limit-address.ts';
import type { Limiter, Subject } from '../../limits/limiter.ts';
import type { Limit, Limits } from '../../limits/limits.ts';
import { nameClientNetwork } from '../../networks/name-client-network.ts';
import { type DomiContext, need, type Step } from '../context.ts';

/**
 * Limits every request of a tenant, by client network and then by tenant. Requests to unknown hosts are too cheap to
 * count.
 */
export function limitTenant(limiter: Limiter): Step {
  /** Tenants that set no limits share one object. */
  const ofAddress = new WeakMap<Limits, 'off' | Limit>();

  function findAddressLimit(limits: Limits): 'off' | Limit {
    const known = ofAddress.get(limits);
    if (known !== undefined) return known;
    const limit = limitAddress(limits);
    ofAddress.set(limits, limit);
    return limit;
  }

  return async function limitTenant(ctx, next) {
    const { id: tenantId, limits } = need(ctx, 'tenant');
    const purpose = need(ctx, 'purpose');
    const member = nameClientNetwork(ctx.state.clientAddress);
    const subjects: Subject[] = [
      { scope: 'clientAddress', purpose, tenantId, member, limit: findAddressLimit(limits) },
      { scope: 'tenant', purpose, tenantId, limit: limits.tenant },
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
  return limitMember(limiter, 'provider', (ctx) => need(ctx, 'registration').provider.id);
}

/**
 * Limits requests with one token, so that a client in a loop slows down nobody else. It runs before the limit of the provider,
 * which does not count what is refused here.
 */
export function limitToken(limiter: Limiter): Step {
  return limitMember(
    limiter,
    'token',
    (ctx) => `${need(ctx, 'registration').provider.id}:${need(ctx, 'bearer')}`,
  );
}

function limitMember(
  limiter: Limiter,
  scope: 'provider' | 'token',
  findMember: (ctx: DomiContext) => string,
): Step {
  return async function limitMember(ctx, next) {
    const { id: tenantId, limits } = need(ctx, 'tenant');
    const purpose = need(ctx, 'purpose');
    const subject: Subject = { scope, purpose, tenantId, member: findMember(ctx), limit: limits[scope] };
    holdUntilClosed(ctx, await limiter.enter([subject]));
    await next();
  };
}

/** A response closes when it has been sent, when sending fails, and when the client hangs up. */
function holdUntilClosed({ res }: DomiContext, leave: () => void): void {
  if (res.closed) leave();
  else res.once('close', leave);
}
