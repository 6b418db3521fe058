import { buildAdminConsentUrl } from '../oauth/admin-consent.ts';
import type { DomiError, ErrorCode } from '../oauth/errors.ts';
import type { ErrorView } from '../pages/views.ts';
import { buildRedirectUri, buildStartUrl } from '../tenants/addresses.ts';
import type { DomiContext } from './context.ts';
import { buildView, nameService } from './page-view.ts';

/** Chooses what an error page shows and offers. */
export function buildErrorView(ctx: DomiContext, error: DomiError, now: Date): ErrorView {
  const { tenant, registration } = ctx.state;
  return {
    ...buildView(ctx, { canReload: RELOADABLE.has(error.code) }),
    ...(WITHOUT_HOME.has(error.code) && { homePath: undefined }),
    service: registration && nameService(registration),
    status: error.status,
    code: error.code,
    providerNumber: error.providerError?.number,
    names: error.names,
    time: `${now.toISOString().slice(0, 19)}Z`,
    isAddressKnown: tenant !== undefined,
    startUrl: findStartUrl(ctx, error),
    adminConsentUrl: findAdminConsentUrl(ctx, error),
  };
}

/** Pages that the same address shows again. Another load of a callback or of a failed exchange shows something else. */
const RELOADABLE: ReadonlySet<ErrorCode> = new Set(['not_found', 'no_waiting_code', 'method_not_allowed']);

/** Errors of a whole tenant: its landing page would show the same. */
const WITHOUT_HOME: ReadonlySet<string> = new Set(['tenant_misconfigured']);

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
