import type { TLSSocket } from 'node:tls';
import { normalizeHost } from '../../tenants/host.ts';
import { answerJson } from '../answers.ts';
import { type DomiContext, need, type Step } from '../context.ts';

/** Describes a request as it arrived, without secrets and without text that a sender could choose. */
export function describeRequest(inUse: { readonly config: { readonly hash: string } }): Step {
  return async function describeRequest(ctx) {
    const { publicUrl, host } = need(ctx, 'tenant');
    const authorization = ctx.get('Authorization');
    answerJson(ctx, {
      scheme: (ctx.req.socket as TLSSocket).encrypted ? 'https' : 'http',
      http_version: ctx.req.httpVersion,
      public_url: publicUrl,
      host_is_public_host: normalizeHost(ctx.get('Host')) === host,
      client_address: ctx.state.clientAddress,
      forwarded: ctx.get('X-Forwarded-For') !== '' || ctx.get('Forwarded') !== '',
      authorization_present: authorization !== '',
      authorization_is_bearer: /^bearer /i.test(authorization),
      authorization_length: authorization.length,
      header_bytes: countHeaderBytes(ctx),
      config_hash: inUse.config.hash,
      request_id: ctx.state.requestId,
    });
  };
}

/** Size on the wire: `name: value` and a line break for each header. */
function countHeaderBytes(ctx: DomiContext): number {
  const { rawHeaders } = ctx.req;
  return rawHeaders.reduce((sum, text) => sum + text.length, 0) + (rawHeaders.length / 2) * ': \r\n'.length;
}
