import { DomiError } from '../../oauth/errors.ts';
import type { Asset, Pages } from '../../pages/views.ts';
import { buildStartUrl } from '../../tenants/addresses.ts';
import { answerPage } from '../answers.ts';
import { type DomiContext, need, type Step } from '../context.ts';
import { buildView } from '../page-view.ts';

export function showLanding(pages: Pages): Step {
  return async function showLanding(ctx) {
    const tenant = need(ctx, 'tenant');
    const services = tenant.providers.map((provider) => ({
      id: provider.id,
      label: provider.label,
      startUrl: buildStartUrl(tenant, provider),
      signInHost: new URL(provider.authorizationEndpoint).host,
      manageUrl: provider.manageUrl,
    }));
    const page = pages.landing({
      ...buildView(ctx, { canReload: true }),
      services,
      rootUrl: tenant.publicUrl,
    });
    answerPage(ctx, page);
  };
}

/**
 * The name of an asset contains a hash of its content, so browsers may cache it forever. Only these static files are
 * compressed: the size of a compressed page could reveal parts of a token in it (BREACH).
 */
export function showAsset(pages: Pages): Step {
  return async function showAsset(ctx) {
    const { logo } = need(ctx, 'tenant');
    const asset = logo?.path === ctx.path ? logo : pages.assets.get(ctx.path);
    if (asset === undefined) throw new DomiError('not_found', { reason: 'no such asset' });
    answerAsset(ctx, asset);
  };
}

export function answerAsset(ctx: DomiContext, asset: Asset): void {
  ctx.set('Cache-Control', 'public, max-age=31536000, immutable');
  ctx.type = asset.contentType;
  // Even on uncompressed answers: caches must know that there are several variants (RFC 9110 section 12.5.5).
  if (asset.encodings) ctx.vary('Accept-Encoding');
  for (const [coding, body] of asset.encodings ?? []) {
    if (ctx.acceptsEncodings(coding) !== coding) continue;
    ctx.set('Content-Encoding', coding);
    ctx.body = body;
    return;
  }
  ctx.body = asset.body;
}
