import { type ErrorCode, isDomiError } from '../oauth/errors.ts';
import type { Provider } from '../oauth/provider.ts';
import type { ProviderResponse } from '../oauth/provider-response.ts';
import { parseTokenResponse } from '../oauth/token-response.ts';

/** What is known of an id and a secret; `unknown` stands for "cannot tell". */
export type Verdict = 'accepted' | 'refused' | 'unreachable' | 'unknown';

/** What the answer to a deliberately wrong code says. */
export interface Finding {
  /** `code_refused`: the code was read, and was wrong, as it should be. */
  readonly meaning: 'code_refused' | 'client_refused' | 'unreachable' | 'unknown';
  /** Code of the error catalogue, or `success`. */
  readonly outcome: 'success' | ErrorCode;
  /** Words for the operator; of the answer only its status and its error codes. */
  readonly detail: string;
}

const UNREACHABLE: readonly string[] = [
  'provider_unreachable',
  'provider_timeout',
  'provider_connection_lost',
];

/** Reads an answer to a wrong code as the running service would. */
export function classifyProbe(provider: Provider, answer: ProviderResponse, now: Date): Finding {
  try {
    parseTokenResponse(provider, answer, now);
    return { meaning: 'unknown', outcome: 'success', detail: 'it issues tokens for any code' };
  } catch (error) {
    return classifyProbeError(error, answer);
  }
}

/** @param answer undefined when none came */
export function classifyProbeError(error: unknown, answer?: ProviderResponse): Finding {
  if (!isDomiError(error)) throw error;
  const outcome = error.code;
  if (answer === undefined) {
    const detail = error.reason ?? error.description;
    return { meaning: UNREACHABLE.includes(outcome) ? 'unreachable' : 'unknown', outcome, detail };
  }
  const body = readObject(answer.body);
  const detail = describeAnswer(answer, body);
  if (outcome === 'invalid_grant') return { meaning: 'code_refused', outcome, detail };
  // A page with status 401 is the word of a proxy in between, not of the service.
  const isOfService = body !== undefined || answer.body === '';
  if (outcome === 'client_credentials_refused' && isOfService)
    return { meaning: 'client_refused', outcome, detail };
  return { meaning: 'unknown', outcome, detail };
}

function readObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** Error codes only: a description may repeat what was sent. */
const ERROR_NAME = /^[A-Za-z][A-Za-z_ ]{0,39}$/;
const ERROR_NUMBER = /^[A-Z]{3,8}-?\d{2,9}(?=:)/;

function describeAnswer(answer: ProviderResponse, body: Record<string, unknown> | undefined): string {
  if (body === undefined) {
    const kind = answer.body === '' ? 'an empty body' : 'something that is not JSON';
    return `HTTP ${answer.status} with ${kind}`;
  }
  const { error, error_description: description } = body;
  const number = typeof description === 'string' ? ERROR_NUMBER.exec(description)?.[0] : undefined;
  const name = typeof error === 'string' && ERROR_NAME.test(error) ? error : undefined;
  return [`HTTP ${answer.status}`, name, number].filter((part) => part !== undefined).join(' ');
}
