import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { ServiceProfile } from '../service-profile.ts';
import type { TokenEndpointStep } from './token-endpoint-state.ts';

const FORM = 'application/x-www-form-urlencoded';

/**
 * Reads the parameters for the next steps, and replaces the request's stream: oidc-provider reads the body itself. Bodies
 * of another type are passed on unchanged, so that oidc-provider refuses them.
 */
export function readForm({ readsQuery }: ServiceProfile): TokenEndpointStep {
  return async function readForm(ctx, next) {
    const sent = await text(ctx.req);
    const isForm = ctx.get('content-type') === '' || Boolean(ctx.is(FORM));
    const form = new URLSearchParams(isForm ? sent : '');
    if (readsQuery)
      for (const [name, value] of new URLSearchParams(ctx.querystring)) form.append(name, value);
    ctx.state.form = form;

    const body = Buffer.from(isForm ? form.toString() : sent);
    if (isForm) ctx.req.headers['content-type'] = FORM;
    ctx.req.headers['content-length'] = String(body.length);
    const { headers, method, url, socket } = ctx.req;
    ctx.req = Object.assign(Readable.from([body]), { headers, method, url, socket }) as typeof ctx.req;
    await next();
  };
}
