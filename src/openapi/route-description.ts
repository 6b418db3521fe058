import { ERROR_CATALOGUE, ERROR_CODES, type ErrorCode } from '../oauth/errors.ts';
import { AUTHORIZATION_ERROR_CODES } from '../oauth/provider.ts';

/** What the errors of a route depend on. */
export interface RouteDescription {
  /** Begins the names of its responses, apart from those that all routes of the web port have. */
  readonly name: string;
  /** Kind of the errors of its own steps. Those before it go by the `Accept` header. */
  readonly answersWith: 'json' | 'page';
  /** Errors that only its own steps report. */
  readonly codes: readonly ErrorCode[];
  /** Errors of the middleware before it. */
  readonly before: readonly ErrorCode[];
}

const AT_EVERY_PORT: readonly ErrorCode[] = [
  'invalid_request',
  'not_found',
  'method_not_allowed',
  'request_timeout',
  'content_too_large',
  'expectation_failed',
  'request_header_too_large',
  'server_error',
];

const AT_WEB_PORT: readonly ErrorCode[] = [
  ...AT_EVERY_PORT,
  'rate_limited',
  'overloaded',
  'tenant_misconfigured',
];

/** Errors of a request to a provider. */
const OF_GRANTS: readonly ErrorCode[] = [
  'invalid_grant',
  'unsupported_token_type',
  'client_credentials_refused',
  'provider_rejected_request',
  'provider_invalid_answer',
  'provider_failed',
  'provider_unreachable',
  'provider_connection_lost',
  'temporarily_unavailable',
  'provider_timeout',
];

const OF_BEARER: readonly ErrorCode[] = ['invalid_token', 'cross_site_request', ...OF_GRANTS];

export const ROUTE_DESCRIPTIONS = {
  bearer: { name: 'Bearer', answersWith: 'json', codes: OF_BEARER, before: AT_WEB_PORT },
  start: { name: 'Start', answersWith: 'page', codes: ['cross_site_request'], before: AT_WEB_PORT },
  callback: {
    name: 'Callback',
    answersWith: 'page',
    codes: ['cross_site_request', 'invalid_flow', 'issuer_mismatch', ...AUTHORIZATION_ERROR_CODES],
    before: AT_WEB_PORT,
  },
  tokenPage: {
    name: 'TokenPage',
    answersWith: 'page',
    codes: [
      'cross_site_request',
      'no_waiting_code',
      'invalid_flow',
      'insufficient_scope',
      'no_refresh_token',
      ...OF_GRANTS,
      ...AUTHORIZATION_ERROR_CODES,
    ],
    before: AT_WEB_PORT,
  },
  page: { name: 'Page', answersWith: 'page', codes: [], before: AT_WEB_PORT },
  webhook: {
    name: 'Webhook',
    answersWith: 'json',
    codes: ['invalid_signature', 'temporarily_unavailable'],
    before: AT_WEB_PORT,
  },
  management: { name: 'Management', answersWith: 'json', codes: AT_EVERY_PORT, before: [] },
} as const satisfies Readonly<Record<string, RouteDescription>>;

/** @returns the codes of a route by status, each once, in the order of the catalogue */
export function groupByStatus({ codes, before }: RouteDescription): Map<number, ErrorCode[]> {
  const all = ERROR_CODES.filter((code) => codes.includes(code) || before.includes(code));
  return Map.groupBy(all, (code) => ERROR_CATALOGUE[code].status);
}
