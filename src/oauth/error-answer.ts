import type { DomiError } from './errors.ts';

/** Builds the body of a JSON error. It is flat, since Notes reads `/error` as a string and nothing below the root. */
export function buildErrorAnswer(error: DomiError, requestId: string): Record<string, string | boolean> {
  return {
    error: error.code,
    error_description: error.description,
    action: error.action,
    retryable: error.retryable,
    request_id: requestId,
  };
}
