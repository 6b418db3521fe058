import type { TLSSocket } from 'node:tls';
import type { CheckLabel } from '../../pages/texts/texts.ts';
import type { Pages } from '../../pages/views.ts';
import { normalizeHost } from '../../tenants/normalize-host.ts';
import { answerJson, answerPage } from '../answers.ts';
import type { DomiContext, Step } from '../context.ts';
import { buildView } from '../page-view.ts';

/**
 * Describes a request as it arrived, without secrets and without text that a sender could choose: as JSON for Notes, as a
 * page for people. It also answers at addresses that belong to nobody, since that is where it is needed.
 */
export function describeRequest(pages: Pages, inUse: { readonly config: { readonly hash: string } }): Step {
  return async function describeRequest(ctx) {
    const values = collectValues(ctx);
    ctx.vary('Accept');
    if (ctx.accepts('json', 'html') === 'html') {
      answerPage(ctx, pages.check({ ...buildView(ctx, { canReload: true }), values }));
    } else {
      const { hash } = inUse.config;
      answerJson(ctx, { ...values, config_hash: hash, request_id: ctx.state.requestId });
    }
  };
}

function collectValues(ctx: DomiContext): Partial<Record<CheckLabel, string | number | boolean>> {
  const { tenant } = ctx.state;
  const authorization = ctx.get('Authorization');
  return {
    address_known: tenant !== undefined,
    ...(tenant && { site_in_service: !tenant.isMisconfigured }),
    scheme: (ctx.req.socket as TLSSocket).encrypted ? 'https' : 'http',
    http_version: ctx.req.httpVersion,
    ...(tenant && {
      public_url: tenant.publicUrl,
      host_is_public_host: normalizeHost(ctx.get('Host')) === tenant.host,
    }),
    client_address: ctx.state.clientAddress,
    forwarded: ctx.get('X-Forwarded-For') !== '' || ctx.get('Forwarded') !== '',
    authorization_present: authorization !== '',
    authorization_is_bearer: /^bearer /i.test(authorization),
    authorization_length: authorization.length,
    header_bytes: countHeaderBytes(ctx),
  };
}

/** Size on the wire: `name: value` and a line break for each header. */
function countHeaderBytes(ctx: DomiContext): number {
  const { rawHeaders } = ctx.req;
  return rawHeaders.reduce((sum, text) => sum + text.length, 0) + (rawHeaders.length / 2) * ': \r\n'.length;
}
