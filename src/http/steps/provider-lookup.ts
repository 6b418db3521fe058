import { DomiError } from '../../oauth/errors.ts';
import type { Tenant } from '../../tenants/tenant.ts';
import { type DomiContext, need, type Step } from '../context.ts';

/** Finds the provider of the tenant that the first path segment names. */
export function findProviderByPath(): Step {
  return findProvider('path', 'byPath');
}

/** Finds the provider whose redirect URI was called. */
export function findProviderByCallback(): Step {
  return findProvider('callback', 'byCallback');
}

/** Finds the provider whose webhook was called. */
export function findProviderByWebhook(): Step {
  return findProvider('webhook', 'byWebhook');
}

interface RouteParameters {
  readonly params: Readonly<Record<string, string | undefined>>;
}

function findProvider(parameter: string, index: 'byPath' | 'byCallback' | 'byWebhook'): Step {
  return function findProvider(ctx, next) {
    const tenant: Tenant = need(ctx, 'tenant');
    const segment = (ctx as DomiContext & RouteParameters).params[parameter] ?? '';
    const provider = tenant[index].get(segment);
    if (provider === undefined) throw new DomiError('not_found', { reason: 'no such provider here' });
    ctx.state.registration = { tenantId: tenant.id, provider };
    return next();
  };
}
