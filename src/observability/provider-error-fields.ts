import type { ProviderError } from '../oauth/provider-error.ts';
import type { SpanAttributes } from './tracing.ts';

/** The fields of a log line for what a provider said; those without a value are left out. */
export function toProviderErrorFields(providerError: ProviderError | undefined): object | undefined {
  return (
    providerError && {
      provider_status: providerError.status,
      provider_error: providerError.error,
      provider_error_number: providerError.number,
      missing_scopes: providerError.missingScopes,
    }
  );
}

/** The same as attributes of a span. */
export function toProviderErrorAttributes(providerError: ProviderError | undefined): SpanAttributes {
  return {
    'domi.provider_status': providerError?.status,
    'domi.provider_error': providerError?.error,
    'domi.provider_error_number': providerError?.number,
    'domi.missing_scopes': providerError?.missingScopes?.join(', '),
  };
}
