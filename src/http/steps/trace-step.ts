import type { Step } from '../context.ts';

/** Gives a step its own span. It ends when the step calls the next one, so that steps are siblings in a trace. */
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
