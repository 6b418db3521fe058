import type { Registration } from '../oauth/registration.ts';
import { LANGUAGES } from '../pages/texts/languages.ts';
import type { LanguageLink, ServiceName, View } from '../pages/views.ts';
import { chooseLanguage } from './choose-language.ts';
import type { DomiContext } from './context.ts';

export interface ViewOptions {
  /** Whether the same address shows the same page again, so that it can offer other languages. */
  readonly canReload: boolean;
}

/** Builds the part that all pages show, even those without a tenant. */
export function buildView(ctx: DomiContext, { canReload }: ViewOptions): View {
  const { tenant, requestId } = ctx.state;
  const homePath = tenant && `${tenant.prefix}/`;
  return {
    language: chooseLanguage(ctx),
    languages: canReload ? LANGUAGES.map(toLink) : [],
    tenantName: tenant?.displayName,
    logoPath: tenant?.logo?.path.slice(1),
    supportUrl: tenant?.supportUrl,
    requestId,
    assetBase: homePath ?? '',
    // No page links to itself.
    homePath: ctx.path === '/' || ctx.path === '/index.html' ? undefined : homePath,
  };
}

export function nameService({ provider }: Registration): ServiceName {
  return { id: provider.id, label: provider.label };
}

/** A reference that is only a query keeps the path (RFC 3986 section 5.2.2). */
function toLink(language: LanguageLink['language']): LanguageLink {
  return { language, href: `?lang=${language}` };
}
