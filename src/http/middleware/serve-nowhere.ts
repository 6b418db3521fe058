import type { Pages } from '../../pages/views.ts';
import type { Step } from '../context.ts';
import { describeRequest } from '../steps/describe-request.ts';
import { answerAsset } from '../steps/public-pages.ts';
import { allowOnly } from '../steps/request-checks.ts';

/**
 * Answers what an error page and a help desk need at an address without a tenant, below any prefix and on any host: the
 * files that the page refers to, and the connection check. Everything else there stays the error that it is.
 */
export function serveNowhere(pages: Pages, inUse: { readonly config: { readonly hash: string } }): Step {
  const describe = describeRequest(pages, inUse);
  return async function serveNowhere(ctx, next) {
    try {
      await next();
    } catch (error) {
      if (ctx.state.tenant !== undefined) throw error;
      const asset = pages.assets.get(/\/assets\/[^/]+$/.exec(ctx.path)?.[0] ?? '');
      if (asset !== undefined) {
        return allowOnly('GET', 'HEAD')(ctx, async () => answerAsset(ctx, asset));
      }
      if (!/(^|\/)diag$/.test(ctx.path)) throw error;
      return allowOnly('GET')(ctx, () => Promise.resolve(describe(ctx, next)));
    }
  };
}
