import { buildErrorAnswer, type ErrorSubject } from '../../oauth/build-error-answer.ts';
import { DomiError, isDomiError } from '../../oauth/errors.ts';
import type { Hub } from '../../observability/hub.ts';
import type { Pages } from '../../pages/views.ts';
import { buildStartUrl } from '../../tenants/addresses.ts';
import type { Clock } from '../../time/clock.ts';
import { answerJson, answerPage } from '../answers.ts';
import { buildErrorView } from '../build-error-view.ts';
import type { DomiContext, Step } from '../context.ts';

/**
 * The only place that writes error answers: every error is mapped to the catalogue and rendered here.
 * @param pages undefined: all answers are JSON
 */
export function renderErrors(
  pages: Pages | undefined,
  hub: Pick<Hub, 'errorUnexpected'>,
  { now }: Clock,
): Step {
  return async function renderErrors(ctx, next) {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) throw new DomiError('not_found');
    } catch (error) {
      const domiError = toDomiError(error);
      if (domiError.code === 'server_error') hub.errorUnexpected({ error, requestId: ctx.state.requestId });
      ctx.state.errorCode = domiError.code;
      if (domiError.reason !== undefined) ctx.state.errorReason = domiError.reason;
      ctx.state.providerError = domiError.providerError;
      ctx.status = domiError.status;
      ctx.set({ ...domiError.headers });
      const page = wantsPage(ctx) ? renderPage(ctx, domiError) : undefined;
      if (page !== undefined) answerPage(ctx, page);
      else answerJson(ctx, buildErrorAnswer(domiError, ctx.state.requestId, findSubject(ctx)));
    }
  };

  /** @returns undefined when there are no pages, or when the page fails: the answer is then JSON, and never Koa's own text */
  function renderPage(ctx: DomiContext, domiError: DomiError): string | undefined {
    try {
      return pages?.error(buildErrorView(ctx, domiError, now()));
    } catch (error) {
      hub.errorUnexpected({ error, requestId: ctx.state.requestId });
      return undefined;
    }
  }
}

/** Koa and its router throw http-errors, for example for a path that cannot be decoded. */
function toDomiError(error: unknown): DomiError {
  if (isDomiError(error)) return error;
  const status = (error as { status?: unknown } | undefined)?.status;
  const isCallersFault = typeof status === 'number' && status >= 400 && status < 500;
  return new DomiError(isCallersFault ? 'invalid_request' : 'server_error');
}

function wantsPage(ctx: DomiContext): boolean {
  if (ctx.state.answersWith !== undefined) return ctx.state.answersWith === 'page';
  return ctx.accepts('json', 'html') === 'html';
}

function findSubject({ state: { tenant, registration } }: DomiContext): ErrorSubject {
  const provider = registration?.provider;
  return { provider, startUrl: tenant && provider && buildStartUrl(tenant, provider) };
}
