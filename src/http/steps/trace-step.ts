import type { Step } from '../context.ts';

/** Gives a step a span of its own, which ends when the step hands on, so that steps stand side by side in a trace. */
export function traceStep(step: Step): Step {
  return async function traceStep(ctx, next) {
    const { span } = ctx.state;
    const own = span?.isSampled ? span.child(step.name, 'internal', {}) : undefined;
    try {
      await step(ctx, () => {
        own?.end();
        return next();
      });
    } finally {
      own?.end();
    }
  };
}
