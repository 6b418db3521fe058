import type { DomiError } from './errors.ts';
import type { Provider } from './provider.ts';

/** What an error concerns: its addresses become part of the answer. */
export interface ErrorSubject {
  readonly provider?: Provider | undefined;
  /** Where a new sign-in at this provider starts. */
  readonly startUrl?: string | undefined;
}

/** Builds the body of a JSON error. It is flat, since Notes reads `/error` as a string and nothing below the root. */
export function buildErrorAnswer(
  error: DomiError,
  requestId: string,
  { provider, startUrl }: ErrorSubject = {},
): Record<string, string | boolean> {
  const manageUrl = error.code === 'unsupported_token_type' ? provider?.manageUrl : undefined;
  const actionUrl = error.action === 'reauthorize' ? startUrl : undefined;
  return {
    error: error.code,
    error_description: error.description,
    action: error.action,
    ...(actionUrl !== undefined && { action_url: actionUrl }),
    retryable: error.retryable,
    ...(manageUrl !== undefined && { manage_url: manageUrl }),
    request_id: requestId,
  };
}
