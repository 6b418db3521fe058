import { DomiError } from '../../oauth/errors.ts';
import type { Provider } from '../../oauth/provider.ts';
import type { DomiContext, Step } from '../context.ts';
import { need } from '../context.ts';

interface RouteParameters {
  readonly params: { readonly path?: string; readonly callback?: string };
}

/** Finds the meeting service that the first path segment names among those of the tenant. */
export function findProviderByPath(): Step {
  return function findProviderByPath(ctx, next) {
    assignProvider(ctx, need(ctx, 'tenant').byPath.get(readParameter(ctx, 'path')));
    return next();
  };
}

export function findProviderByCallback(): Step {
  return function findProviderByCallback(ctx, next) {
    assignProvider(ctx, need(ctx, 'tenant').byCallback.get(readParameter(ctx, 'callback')));
    return next();
  };
}

function readParameter(ctx: DomiContext, name: 'path' | 'callback'): string {
  return (ctx as DomiContext & RouteParameters).params[name] ?? '';
}

function assignProvider(ctx: DomiContext, provider: Provider | undefined): void {
  if (provider === undefined) throw new DomiError('not_found', { reason: 'no such provider here' });
  ctx.state.provider = provider;
}
