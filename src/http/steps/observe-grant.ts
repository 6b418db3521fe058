import { isDomiError } from '../../oauth/errors.ts';
import type { GrantType } from '../../oauth/grant-type.ts';
import { endGrantSpan, failGrantSpan, startGrantSpan } from '../../observability/spans.ts';
import type { Clock } from '../../time/clock.ts';
import { need, type Step } from '../context.ts';

/**
 * Observes a step that calls a provider: its span, and the time that the request waits, which is not our own time. Both end
 * when the step calls the next one.
 */
export function observeGrant(type: GrantType, { monotonic }: Clock, step: Step): Step {
  return async function observeGrant(ctx, next) {
    const startedAt = monotonic();
    const parent = ctx.state.span;
    const span = parent && startGrantSpan(parent, type, need(ctx, 'registration'));
    ctx.state.grantSpan = span;

    function end(error?: unknown): void {
      // The grant has ended: an error of a later step does not belong to it.
      if (ctx.state.grant !== undefined) return;
      const seconds = (monotonic() - startedAt) / 1000;
      const errorSource = error !== undefined && isDomiError(error) ? error.source : undefined;
      const source = errorSource ?? ctx.state.source ?? 'provider';
      ctx.state.grant = { type, source, seconds };
      if (span === undefined) return;
      if (error === undefined) endGrantSpan(span, source);
      else failGrantSpan(span, error);
    }

    try {
      await step(ctx, () => {
        end();
        return next();
      });
      end();
    } catch (error) {
      end(error);
      throw error;
    }
  };
}
