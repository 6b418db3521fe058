import Router from '@koa/router';
import type { DomiState } from '../context.ts';
import { describeRequest } from '../steps/describe-request.ts';
import { allowOnly, answerWith } from '../steps/request-checks.ts';

/** For help desks: shows whether a proxy, TLS or a lost header is the cause of a problem. Never shows a token. */
export function createDiagRouter(inUse: { readonly config: { readonly hash: string } }): Router<DomiState> {
  const router = new Router<DomiState>({ sensitive: true, strict: true });
  router.all('diag', '/diag', answerWith('json'), allowOnly('GET'), describeRequest(inUse));
  return router;
}
