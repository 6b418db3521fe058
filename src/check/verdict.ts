import { type ErrorCode, isDomiError } from '../oauth/errors.ts';
import type { Provider } from '../oauth/provider.ts';
import { describeProviderError, readProviderError } from '../oauth/provider-error.ts';
import type { ProviderResponse } from '../oauth/provider-response.ts';
import { isHtmlPage, parseResponseBody } from '../oauth/response-body.ts';
import { parseTokenResponse } from '../oauth/token-response.ts';

/** The result for one client id and credential; `unknown` is shown as "cannot tell". */
export type Verdict = 'accepted' | 'refused' | 'unreachable' | 'unknown';

/** The meaning of a response to a deliberately wrong code or refresh token. */
export interface Finding {
  /** `grant_refused` is the expected result: the service has accepted the client and refused the code or token. */
  readonly meaning: 'grant_refused' | 'client_refused' | 'unreachable' | 'unknown';
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

/** Classifies the response to a wrong code or refresh token as the running service would. */
export function classifyProbe(provider: Provider, response: ProviderResponse, now: Date): Finding {
  try {
    parseTokenResponse(provider, response, now);
    return { meaning: 'unknown', outcome: 'success', detail: 'it issues tokens for anything' };
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
    // Nothing was sent, since there is nothing to prove the client with.
    if (outcome === 'client_credentials_refused') return { meaning: 'client_refused', outcome, detail };
    return { meaning: UNREACHABLE.includes(outcome) ? 'unreachable' : 'unknown', outcome, detail };
  }
  const detail = describeResponse(response);
  if (outcome === 'invalid_grant') return { meaning: 'grant_refused', outcome, detail };
  if (outcome === 'client_credentials_refused') return { meaning: 'client_refused', outcome, detail };
  return { meaning: 'unknown', outcome, detail };
}

/** Only status, error codes and the kind of content are shown: a text may repeat the credentials. */
function describeResponse(response: ProviderResponse): string {
  const body = parseResponseBody(response);
  if (body !== undefined) return describeProviderError(readProviderError(response, body));
  return `HTTP ${response.status} with ${describeContent(response)}`;
}

function describeContent(response: ProviderResponse): string {
  if (response.body === '') return 'an empty body';
  return isHtmlPage(response) ? 'an HTML page' : 'something that is not JSON';
}
