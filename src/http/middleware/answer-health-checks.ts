import { OWN_SEGMENTS } from '../../tenants/own-segments.ts';
import type { Step } from '../context.ts';
import { answerReadiness } from '../steps/answer-readiness.ts';

/**
 * Answers the health check of a load balancer, which asks the web port by the address of the pod and knows no tenant's host.
 * It comes before whatever may refuse a request: a busy pod is not a broken one.
 */
export function answerHealthChecks(isReady: () => boolean): Step {
  const answer = answerReadiness(isReady);
  return function answerHealthChecks(ctx, next) {
    // Not `ctx.path`: the head is not checked yet, and the parser behind it throws at some targets.
    const [path] = ctx.url.split('?', 1);
    if (path !== `/${OWN_SEGMENTS.health}` || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next();
    answer(ctx);
    return Promise.resolve();
  };
}
