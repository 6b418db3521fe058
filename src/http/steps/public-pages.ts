import { DomiError } from '../../oauth/errors.ts';
import type { Asset, Pages } from '../../pages/views.ts';
import { buildStartUrl } from '../../tenants/addresses.ts';
import { answerPage } from '../answers.ts';
import { need, type Step } from '../context.ts';
import { buildView } from '../page-view.ts';

export function showLanding(pages: Pages): Step {
  return async function showLanding(ctx) {
    const tenant = need(ctx, 'tenant');
    const services = tenant.providers.map((provider) => ({
      id: provider.id,
      label: provider.label,
      startUrl: buildStartUrl(tenant, provider),
    }));
    const page = pages.landing({
      ...buildView(ctx),
      services,
    });
    answerPage(ctx, page);
  };
}

/**
 * The name of an asset holds a hash of its content, so a browser may keep it for good. Only these fixed files are
 * compressed: the size of a compressed page with a token in it could reveal something of the token (BREACH).
 */
export function showAsset(pages: Pages): Step {
  return async function showAsset(ctx) {
    const { logo } = need(ctx, 'tenant');
    const asset: Asset | undefined = logo?.path === ctx.path ? logo : pages.assets.get(ctx.path);
    if (asset === undefined) throw new DomiError('not_found', { reason: 'no such asset' });
    ctx.set('Cache-Control', 'public, max-age=31536000, immutable');
    ctx.type = asset.contentType;
    // Also on answers that are not compressed: a cache must know that there are several (RFC 9110 section 12.5.5).
    if (asset.encodings) ctx.vary('Accept-Encoding');
    for (const [coding, body] of asset.encodings ?? []) {
      if (ctx.acceptsEncodings(coding) !== coding) continue;
      ctx.set('Content-Encoding', coding);
      ctx.body = body;
      return;
    }
    ctx.body = asset.body;
  };
}
