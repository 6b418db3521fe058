import Router from '@koa/router';
import type { Pages } from '../../pages/views.ts';
import { OWN_SEGMENTS } from '../../tenants/own-segments.ts';
import type { DomiState } from '../context.ts';
import { describeRequest } from '../steps/describe-request.ts';
import { allowOnly } from '../steps/request-checks.ts';

/** For help desks: shows whether a proxy, TLS or a lost header is the cause of a problem. Never shows a token. */
export function createDiagRouter(
  pages: Pages,
  inUse: { readonly config: { readonly hash: string } },
): Router<DomiState> {
  const router = new Router<DomiState>({ sensitive: true, strict: true });
  router.all('diag', `/${OWN_SEGMENTS.diag}`, allowOnly('GET'), describeRequest(pages, inUse));
  return router;
}
