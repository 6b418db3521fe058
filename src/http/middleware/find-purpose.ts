import type { Purpose } from '../../limits/purpose.ts';
import type { Tenant } from '../../tenants/tenant.ts';
import { type DomiContext, need, type Step } from '../context.ts';

/** Finds out what a request is for, before it costs anything. */
export function findPurpose(): Step {
  return function findPurpose(ctx, next) {
    ctx.state.purpose = readPurpose(ctx, need(ctx, 'tenant'));
    return next();
  };
}

const OF_TOKEN = /^\/([^/]+)(?:Refresh|Revoke)$/;
const TOKEN_PAGE = /^\/([^/]+)\/token\.html$/;

function readPurpose(ctx: DomiContext, { byPath, byCallback }: Tenant): Purpose {
  const { path, method } = ctx;
  const [, called] = OF_TOKEN.exec(path) ?? [];
  // Without a token, or by another method, it costs as little as an address that does not exist.
  const hasToken = (method === 'GET' || method === 'POST') && ctx.headers.authorization !== undefined;
  if (called !== undefined && byPath.has(called)) return hasToken ? 'token' : 'page';
  if (method !== 'GET') return 'page';
  if (byCallback.has(path.slice(1))) return 'signIn';
  const [, shown] = TOKEN_PAGE.exec(path) ?? [];
  return shown !== undefined && byPath.has(shown) ? 'signIn' : 'page';
}
