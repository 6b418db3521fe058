import type { AnswerSource } from './answer-source.ts';
import type { ProviderError } from './provider-error.ts';

/**
 * The one catalogue of every error that a caller can get.
 *
 * The codes are those of RFC 6749 sections 5.2 and 4.1.2.1 where one fits, and our own otherwise. Notes logs the JSON
 * of a failed refresh but shows the same message for every failure, so the `description` must explain the cause to the
 * person who reads that log.
 */

/** What the user who sees the error can do about it. */
export type Action = 'reauthorize' | 'retry' | 'contact_admin';

interface CatalogueEntry {
  /** HTTP status of the answer. */
  readonly status: number;
  readonly action: Action;
  /** Whether the same request may succeed later, unchanged. */
  readonly retryable: boolean;
  /** Public sentence; fixed text, never a value from the request or from the provider. */
  readonly description: string;
}

export const ERROR_CATALOGUE = {
  invalid_request: {
    status: 400,
    action: 'contact_admin',
    retryable: false,
    description: 'The request is malformed.',
  },
  invalid_flow: {
    status: 400,
    action: 'reauthorize',
    retryable: false,
    description:
      'This sign-in cannot be completed here: it has expired, was already used, was started in another browser, or the browser did not keep the cookie of this site.',
  },
  no_waiting_code: {
    status: 400,
    action: 'reauthorize',
    retryable: false,
    description: 'No sign-in is waiting to be completed in this browser. A token is shown only once.',
  },
  access_denied: {
    status: 400,
    action: 'reauthorize',
    retryable: false,
    description: 'The permission was not granted at the meeting service.',
  },
  admin_consent_required: {
    status: 403,
    action: 'contact_admin',
    retryable: false,
    description:
      'An administrator of the organization must consent to this app at the meeting service first.',
  },
  unknown_app: {
    status: 400,
    action: 'contact_admin',
    retryable: false,
    description: 'The meeting service does not know the OAuth app of this service, or has disabled it.',
  },
  app_not_published: {
    status: 403,
    action: 'contact_admin',
    retryable: false,
    description: 'The OAuth app of this service is not published or not approved for this account.',
  },
  scope_refused: {
    status: 400,
    action: 'contact_admin',
    retryable: false,
    description: 'The meeting service refused a permission that the OAuth app of this service asks for.',
  },
  wrong_account: {
    status: 403,
    action: 'reauthorize',
    retryable: false,
    description:
      'The meeting service does not accept this account here: it is of the wrong kind or of another organization.',
  },
  blocked_by_policy: {
    status: 403,
    action: 'contact_admin',
    retryable: false,
    description: 'A policy of the organization does not allow this sign-in at the meeting service.',
  },
  issuer_mismatch: {
    status: 400,
    action: 'contact_admin',
    retryable: false,
    description:
      'The sign-in was answered by another issuer than the one that this service is configured for.',
  },
  authorization_failed: {
    status: 400,
    action: 'contact_admin',
    retryable: false,
    description: 'The meeting service refused the sign-in request.',
  },
  invalid_grant: {
    status: 400,
    action: 'reauthorize',
    retryable: false,
    description:
      'The meeting service no longer accepts this token: it has expired, was revoked, or was replaced by a newer one. Get a new token.',
  },
  unsupported_token_type: {
    status: 400,
    action: 'contact_admin',
    retryable: false,
    description:
      'This meeting service does not end a permission on request, so nothing was revoked. Remove the app by hand in the settings of the meeting service.',
  },
  insufficient_scope: {
    status: 403,
    action: 'reauthorize',
    retryable: false,
    description: 'The meeting service did not grant every permission that online meetings need.',
  },
  no_refresh_token: {
    status: 502,
    action: 'contact_admin',
    retryable: false,
    description:
      'The meeting service signed you in but issued no refresh token. The OAuth app of this service must allow refresh tokens (offline access).',
  },
  invalid_token: {
    status: 401,
    action: 'contact_admin',
    retryable: false,
    description:
      'No usable bearer token arrived. Either none was sent, or a proxy on the way removed the Authorization header.',
  },
  cross_site_request: {
    status: 403,
    action: 'contact_admin',
    retryable: false,
    description: 'This address answers Notes clients; a web page of another site must not call it.',
  },
  invalid_signature: {
    status: 403,
    action: 'contact_admin',
    retryable: false,
    description:
      'This event is not accepted: its signature is missing or wrong, it is too old, or it was delivered before.',
  },
  not_found: {
    status: 404,
    action: 'contact_admin',
    retryable: false,
    description: 'There is nothing at this address, or the meeting service is not enabled here.',
  },
  method_not_allowed: {
    status: 405,
    action: 'contact_admin',
    retryable: false,
    description: 'This address does not answer that HTTP method.',
  },
  request_timeout: {
    status: 408,
    action: 'retry',
    retryable: true,
    description: 'The request did not arrive completely in time.',
  },
  content_too_large: {
    status: 413,
    action: 'contact_admin',
    retryable: false,
    description: 'The request has a body that is larger than this service accepts.',
  },
  expectation_failed: {
    status: 417,
    action: 'contact_admin',
    retryable: false,
    description: 'The request has an Expect header that this service cannot meet.',
  },
  request_header_too_large: {
    status: 431,
    action: 'contact_admin',
    retryable: false,
    description: 'The request line and headers are larger than this service accepts.',
  },
  rate_limited: {
    status: 429,
    action: 'retry',
    retryable: true,
    description: 'Too many requests at the moment. The token is still good; try again later.',
  },
  client_closed_request: {
    status: 499,
    action: 'retry',
    retryable: true,
    description: 'The client closed the connection before the answer was sent. Nobody receives this.',
  },
  server_error: {
    status: 500,
    action: 'retry',
    retryable: true,
    description: 'An unexpected fault in this service. Tell the administrator the request id.',
  },
  client_credentials_refused: {
    status: 502,
    action: 'contact_admin',
    retryable: false,
    description:
      'The meeting service refuses the client id or client secret of this service. The token is still good; the administrator must correct the OAuth app.',
  },
  provider_rejected_request: {
    status: 502,
    action: 'contact_admin',
    retryable: false,
    description: 'The meeting service rejected the request of this service. The token may still be good.',
  },
  provider_invalid_answer: {
    status: 502,
    action: 'retry',
    retryable: true,
    description: 'The meeting service answered with something that is not a valid OAuth answer.',
  },
  provider_failed: {
    status: 502,
    action: 'retry',
    retryable: true,
    description: 'The meeting service reported an internal failure. Try again later.',
  },
  provider_unreachable: {
    status: 502,
    action: 'retry',
    retryable: true,
    description: 'The meeting service could not be reached. The token is still good; try again later.',
  },
  provider_connection_lost: {
    status: 502,
    action: 'retry',
    retryable: true,
    description:
      'The connection to the meeting service broke before its answer arrived. Keep the token and try again; if that fails, get a new one.',
  },
  temporarily_unavailable: {
    status: 503,
    action: 'retry',
    retryable: true,
    description: 'The meeting service is temporarily unavailable. The token is still good; try again later.',
  },
  overloaded: {
    status: 503,
    action: 'retry',
    retryable: true,
    description:
      'This service has more to do than it can at the moment. The token is still good; try again later.',
  },
  tenant_misconfigured: {
    status: 503,
    action: 'contact_admin',
    retryable: false,
    description:
      'This address is switched off, because its configuration has a fault. The token is still good; the administrator must correct the configuration.',
  },
  provider_timeout: {
    status: 504,
    action: 'retry',
    retryable: true,
    description:
      'The meeting service did not answer in time. Keep the token and try again; if that fails, get a new one.',
  },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof ERROR_CATALOGUE;

export const ERROR_CODES = Object.keys(ERROR_CATALOGUE) as ErrorCode[];

export interface DomiErrorDetails {
  /** Why, for the log: a fixed text of ours, never a value from outside. */
  readonly reason?: string;
  /** Replaces the catalogue's public sentence; may name configured things (a label, a scope), nothing else. */
  readonly description?: string;
  /** Configured names that the error concerns, such as scopes; the page shows them below its sentence. */
  readonly names?: readonly string[];
  /** What the provider said, if it said anything. */
  readonly providerError?: ProviderError | undefined;
  /** Seconds to wait, sent as `Retry-After`. */
  readonly retryAfter?: number;
  /** Further response headers that the status demands (`Allow`, `WWW-Authenticate`). */
  readonly headers?: Readonly<Record<string, string>>;
  /** Who refused, when that was not the provider. */
  readonly source?: AnswerSource;
}

/** Seconds. RFC 9110 section 10.2.3 makes `Retry-After` optional for 429 and 503; we promise our callers one. */
const DEFAULT_RETRY_AFTER = 30;

/**
 * The only error that a caller ever sees. It deliberately has no `cause`: errors of got carry the client
 * secret, the form body and the URL, and a logger that walks the chain would print them.
 */
export class DomiError extends Error {
  override readonly name = 'DomiError';
  readonly code: ErrorCode;
  readonly reason: string | undefined;
  readonly status: number;
  readonly action: Action;
  readonly retryable: boolean;
  readonly description: string;
  readonly names: readonly string[];
  readonly providerError: ProviderError | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly source: AnswerSource;

  constructor(code: ErrorCode, details: DomiErrorDetails = {}) {
    const entry: CatalogueEntry = ERROR_CATALOGUE[code];
    super(code);
    this.code = code;
    this.reason = details.reason;
    this.status = entry.status;
    this.action = entry.action;
    this.retryable = entry.retryable;
    this.description = details.description ?? entry.description;
    this.names = details.names ?? [];
    this.providerError = details.providerError;
    this.source = details.source ?? 'provider';
    const wantsRetryAfter = entry.status === 429 || entry.status === 503;
    this.headers = {
      ...(wantsRetryAfter && { 'Retry-After': String(DEFAULT_RETRY_AFTER) }),
      ...details.headers,
      ...(details.retryAfter !== undefined && { 'Retry-After': String(details.retryAfter) }),
    };
  }
}

/** The same error for a request that shares the call of another one. */
export function toCoalescedError({ code, ...details }: DomiError): DomiError {
  const { reason, description, names, providerError, headers } = details;
  return new DomiError(code, {
    ...(reason !== undefined && { reason }),
    description,
    names,
    providerError,
    headers,
    source: 'coalesced',
  });
}

/** Compares the name instead of using `instanceof`, so that two copies of this module (source and build) agree. */
export function isDomiError(error: unknown): error is DomiError {
  return error instanceof Error && error.name === 'DomiError' && 'code' in error && 'status' in error;
}
