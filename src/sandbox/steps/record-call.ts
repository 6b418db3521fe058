import type { IncomingHttpHeaders } from 'node:http';
import type { PlayedServiceId, SandboxCall } from '../sandbox-types.ts';
import type { TokenEndpointStep } from './token-endpoint-state.ts';

/** Records a request and its outcome, without codes, tokens and secrets. */
export function recordCall(
  service: PlayedServiceId,
  endpoint: SandboxCall['endpoint'],
  calls: SandboxCall[],
): TokenEndpointStep {
  return async function recordCall(ctx, next) {
    // Later steps add headers of their own.
    const headers = hideCredentials(ctx.req.headers);
    await next();
    const { form } = ctx.state;
    const grantType = form.get('grant_type');
    calls.push({
      service,
      endpoint,
      ...(grantType !== null && { grantType }),
      authMethod: findAuthMethod(ctx.get('authorization') !== '', form),
      hasVerifier: form.has('code_verifier'),
      headers,
      query: [...new URLSearchParams(ctx.querystring).keys()].map((name) => `${name}=*`).join('&'),
      outcome: ctx.status,
    });
  };
}

function hideCredentials({ authorization, ...headers }: IncomingHttpHeaders): IncomingHttpHeaders {
  if (authorization === undefined) return headers;
  const [scheme = ''] = authorization.split(' ');
  return { ...headers, authorization: scheme };
}

function findAuthMethod(inHeader: boolean, form: URLSearchParams): SandboxCall['authMethod'] {
  const inForm = form.has('client_secret');
  if (inHeader && inForm) return 'both';
  if (inHeader) return 'basic';
  if (form.has('client_assertion')) return 'assertion';
  return inForm ? 'post' : 'none';
}
