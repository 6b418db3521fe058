import type { Overload } from '../../limits/overload.ts';
import { need, type Step } from '../context.ts';

/** Refuses requests in overload, before anything is counted, opened or spent. */
export function shedLoad(overload: Overload): Step {
  return async function shedLoad(ctx, next) {
    const leave = overload.enter(need(ctx, 'purpose'));
    try {
      await next();
    } finally {
      leave();
    }
  };
}
