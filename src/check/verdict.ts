import { type ErrorCode, isDomiError } from '../oauth/errors.ts';
import type { Provider } from '../oauth/provider.ts';
import type { ProviderResponse } from '../oauth/provider-response.ts';
import { parseTokenResponse } from '../oauth/token-response.ts';

/** The result for one client id and secret; `unknown` is shown as "cannot tell". */
export type Verdict = 'accepted' | 'refused' | 'unreachable' | 'unknown';

/** The meaning of a response to a deliberately wrong code. */
export interface Finding {
  /** `code_refused` is the expected result: the service has accepted the client and refused the code. */
  readonly meaning: 'code_refused' | 'client_refused' | 'unreachable' | 'unknown';
  /** Code of the error catalogue, or `success`. */
  readonly outcome: 'success' | ErrorCode;
  /** Text for the operator; it repeats only the status and the error codes of the response. */
  readonly detail: string;
}

const UNREACHABLE: readonly string[] = [
  'provider_unreachable',
  'provider_timeout',
  'provider_connection_lost',
];

/** Classifies the response to a wrong code as the running service would. */
export function classifyProbe(provider: Provider, response: ProviderResponse, now: Date): Finding {
  try {
    parseTokenResponse(provider, response, now);
    return { meaning: 'unknown', outcome: 'success', detail: 'it issues tokens for any code' };
  } catch (error) {
    return classifyProbeError(error, response);
  }
}

/** @param response undefined when none arrived */
export function classifyProbeError(error: unknown, response?: ProviderResponse): Finding {
  if (!isDomiError(error)) throw error;
  const outcome = error.code;
  if (response === undefined) {
    const detail = error.reason ?? error.description;
    return { meaning: UNREACHABLE.includes(outcome) ? 'unreachable' : 'unknown', outcome, detail };
  }
  const body = readObject(response.body);
  const detail = describeResponse(response, body);
  if (outcome === 'invalid_grant') return { meaning: 'code_refused', outcome, detail };
  // An HTML page with status 401 comes from a proxy, not from the service.
  const isFromService = body !== undefined || response.body === '';
  if (outcome === 'client_credentials_refused' && isFromService)
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

/** Only error codes are shown: a description may repeat the credentials. */
const ERROR_NAME = /^[A-Za-z][A-Za-z_ ]{0,39}$/;
const ERROR_NUMBER = /^[A-Z]{3,8}-?\d{2,9}(?=:)/;

function describeResponse(response: ProviderResponse, body: Record<string, unknown> | undefined): string {
  if (body === undefined) {
    const kind = response.body === '' ? 'an empty body' : 'something that is not JSON';
    return `HTTP ${response.status} with ${kind}`;
  }
  const { error, error_description: description } = body;
  const number = typeof description === 'string' ? ERROR_NUMBER.exec(description)?.[0] : undefined;
  const name = typeof error === 'string' && ERROR_NAME.test(error) ? error : undefined;
  return [`HTTP ${response.status}`, name, number].filter((part) => part !== undefined).join(' ');
}
