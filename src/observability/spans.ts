import type { AnswerSource } from '../oauth/answer-source.ts';
import { isDomiError } from '../oauth/errors.ts';
import type { GrantType } from '../oauth/grant-type.ts';
import type { ProviderError } from '../oauth/provider-error.ts';
import type { Registration } from '../oauth/registration.ts';
import { toProviderErrorAttributes } from './provider-error-fields.ts';
import type { RequestRecord } from './request-record.ts';
import { ROUTES } from './routes.ts';
import type { Span } from './tracing.ts';

/** The attributes of each span, set here and nowhere else. Called only with tracing. */

export function endRequestSpan(span: Span, record: RequestRecord): void {
  if (span.isSampled) {
    const { method, route, status, error, reason } = record;
    const pattern = route === 'other' ? undefined : ROUTES[route];
    if (pattern !== undefined) span.rename(`${method} ${pattern}`);
    span.set({
      'http.route': pattern,
      'http.response.status_code': status,
      'client.address': record.clientAddress,
      'domi.request_id': record.requestId,
      'domi.tenant': record.tenantId,
      'domi.provider': record.providerId,
      'domi.outcome': error ?? 'success',
      'domi.reason': reason,
      ...toProviderErrorAttributes(record.providerError),
    });
    // An error of the client is not a failure of this service (semantic conventions for HTTP server spans).
    if (status >= 500) span.fail(error ?? String(status));
  }
  span.end();
}

export function startGrantSpan(
  parent: Span,
  type: GrantType,
  { tenantId, provider }: Registration,
): Span | undefined {
  return parent.child(type, 'internal', {
    'domi.grant_type': type,
    'domi.tenant': tenantId,
    'domi.provider': provider.id,
  });
}

export function endGrantSpan(span: Span, source: AnswerSource): void {
  span.set({ 'domi.outcome': 'success', 'domi.served': source });
  span.end();
}

export function failGrantSpan(span: Span, error: unknown): void {
  const fault = isDomiError(error) ? error : undefined;
  const code = fault?.code ?? 'server_error';
  span.set({
    'domi.outcome': code,
    'domi.reason': fault?.reason,
    'domi.served': fault?.source ?? 'provider',
    ...toProviderErrorAttributes(fault?.providerError),
  });
  if (fault === undefined || fault.status >= 500) span.fail(code);
  span.end();
}

/**
 * Starts a client span for each call, by the semantic conventions for HTTP, but without the query, which holds a token at
 * some services. Nothing is injected into the call: a provider must not learn which of our requests belong together.
 */
export function startCallSpan(parent: Span, url: string): Span | undefined {
  if (!parent.isSampled) return undefined;
  const { origin, pathname, hostname, port, protocol } = new URL(url);
  return parent.child('POST', 'client', {
    'http.request.method': 'POST',
    'url.full': origin + pathname,
    'server.address': hostname,
    'server.port': Number(port) || (protocol === 'https:' ? 443 : 80),
  });
}

/** @param providerError what the provider said; its status is that of the response */
export function endCallSpan(span: Span, status: number, providerError: ProviderError | undefined): void {
  span.set({ 'http.response.status_code': status });
  if (providerError) {
    const { error, number } = providerError;
    span.set({ 'domi.provider_error': error, 'domi.provider_error_number': number });
  }
  if (status >= 400) span.fail(String(status));
  span.end();
}

export function failCallSpan(span: Span, error: unknown): void {
  span.fail(isDomiError(error) ? error.code : 'server_error');
  span.end();
}
