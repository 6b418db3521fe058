import { DEFAULT_LANGUAGE } from '../pages/texts/languages.ts';
import type { View } from '../pages/views.ts';
import type { DomiContext } from './context.ts';

/** Builds the part that all pages show, even those without a tenant. */
export function buildView(ctx: DomiContext): View {
  const { tenant, requestId } = ctx.state;
  return {
    language: tenant?.language ?? DEFAULT_LANGUAGE,
    tenantName: tenant?.displayName,
    logoPath: tenant?.logo?.path.slice(1),
    supportUrl: tenant?.supportUrl,
    requestId,
    homePath: `${tenant?.prefix ?? ''}/`,
  };
}
