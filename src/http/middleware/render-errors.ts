import { buildAdminConsentUrl } from '../../oauth/admin-consent.ts';
import { buildErrorAnswer } from '../../oauth/error-answer.ts';
import { DomiError, type ErrorCode, isDomiError } from '../../oauth/errors.ts';
import type { Hub } from '../../observability/hub.ts';
import type { Pages } from '../../pages/views.ts';
import { buildRedirectUri, buildStartUrl } from '../../tenants/addresses.ts';
import type { Clock } from '../../time/clock.ts';
import { answerJson, answerPage } from '../answers.ts';
import type { DomiContext, Step } from '../context.ts';
import { buildView, nameService } from '../page-view.ts';

/** The only place that writes error answers: every error is mapped to the catalogue and rendered here. */
export function renderErrors(pages: Pages, hub: Hub, { now }: Clock): Step {
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
      if (wantsPage(ctx)) answerPage(ctx, renderPage(ctx, domiError, pages, now()));
      else answerJson(ctx, buildErrorAnswer(domiError, ctx.state.requestId));
    }
  };
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

function renderPage(ctx: DomiContext, error: DomiError, pages: Pages, now: Date): string {
  const { tenant, registration } = ctx.state;
  return pages.error({
    ...buildView(ctx, { canReload: RELOADABLE.has(error.code) }),
    service: registration && nameService(registration),
    status: error.status,
    code: error.code,
    providerNumber: error.providerError?.number,
    names: error.names,
    time: `${now.toISOString().slice(0, 19)}Z`,
    isAddressKnown: tenant !== undefined,
    startUrl: findStartUrl(ctx, error),
    adminConsentUrl: findAdminConsentUrl(ctx, error),
  });
}

/** Pages that the same address shows again. Another load of a callback or of a failed exchange shows something else. */
const RELOADABLE: ReadonlySet<ErrorCode> = new Set(['not_found', 'no_waiting_code', 'method_not_allowed']);

/** No start for what only an administrator can fix: the person would come back to the same page. */
function findStartUrl(ctx: DomiContext, error: DomiError): string | undefined {
  const { tenant, registration } = ctx.state;
  if (tenant === undefined || registration === undefined || error.action === 'contact_admin')
    return undefined;
  const startUrl = buildStartUrl(tenant, registration.provider);
  const isHere = new URL(startUrl).pathname === tenant.prefix + ctx.path;
  return isHere ? undefined : startUrl;
}

/** Errors that a consent of an administrator may end, at services that have a page for it. */
const ENDED_BY_CONSENT: ReadonlySet<ErrorCode> = new Set([
  'admin_consent_required',
  'access_denied',
  'unknown_app',
]);

function findAdminConsentUrl(ctx: DomiContext, error: DomiError): string | undefined {
  const { tenant, registration } = ctx.state;
  if (tenant === undefined || registration === undefined || !ENDED_BY_CONSENT.has(error.code))
    return undefined;
  return buildAdminConsentUrl(registration.provider, buildRedirectUri(tenant, registration.provider));
}
