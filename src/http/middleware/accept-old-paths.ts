import { need, type Step } from '../context.ts';

const WITH_SLASH = /^\/([^/]+?)(Refresh|Revoke|)\/$/;

/**
 * Accepts the forms of a path that DOMI 1.x accepted: a start page without its slash, and a slash at the end of the
 * other paths. It does not redirect, since Notes follows no redirects.
 */
export function acceptOldPaths(): Step {
  return function acceptOldPaths(ctx, next) {
    const { byPath, byCallback } = need(ctx, 'tenant');
    const { path } = ctx;
    if (!path.endsWith('/')) {
      if (byPath.has(path.slice(1))) ctx.path = `${path}/`;
      return next();
    }
    const [, name = '', ending] = WITH_SLASH.exec(path) ?? [];
    if (ending ? byPath.has(name) : byCallback.has(name)) ctx.path = path.slice(0, -1);
    return next();
  };
}
