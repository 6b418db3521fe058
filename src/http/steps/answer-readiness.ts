import { forbidCaching } from '../answers.ts';
import type { DomiContext } from '../context.ts';

/** Answers a probe: 200, or 503 while starting and draining. It does not depend on providers. */
export function answerReadiness(isReady: () => boolean): (ctx: DomiContext) => void {
  return function answerReadiness(ctx) {
    ctx.status = isReady() ? 200 : 503;
    // From a cache, a replica that drains would still be ready.
    forbidCaching(ctx);
    ctx.body = isReady() ? 'ok\n' : 'not ready\n';
  };
}
