import { DomiError } from '../../oauth/errors.ts';
import type { TenantDirectory } from '../../tenants/tenant-directory.ts';
import type { Step } from '../context.ts';

/** Finds the tenant by host and path, and removes its prefix from the path, so that routes do not depend on tenants. */
export function findTenant(inUse: { readonly config: { readonly directory: TenantDirectory } }): Step {
  return function findTenant(ctx, next) {
    const found = inUse.config.directory.resolve(ctx.get('Host'), ctx.path);
    if (found === undefined) throw new DomiError('not_found', { reason: 'unknown host or prefix' });
    ctx.state.tenant = found.tenant;
    if (found.path !== ctx.path) ctx.path = found.path;
    return next();
  };
}
