import type { ErrorCode } from '../../oauth/errors.ts';

/** What an error page is about. Codes that mean the same to the person in front of it share a topic. */
export const TOPIC_OF_CODE = {
  invalid_request: 'badRequest',
  method_not_allowed: 'badRequest',
  request_timeout: 'badRequest',
  request_header_too_large: 'badRequest',
  content_too_large: 'badRequest',
  expectation_failed: 'badRequest',
  client_closed_request: 'badRequest',
  invalid_flow: 'notCompleted',
  no_waiting_code: 'nothingWaiting',
  access_denied: 'declined',
  admin_consent_required: 'adminConsent',
  unknown_app: 'appRefused',
  client_credentials_refused: 'appRefused',
  app_not_published: 'appNotPublished',
  scope_refused: 'scopeRefused',
  wrong_account: 'wrongAccount',
  blocked_by_policy: 'blockedByPolicy',
  issuer_mismatch: 'issuerMismatch',
  authorization_failed: 'refused',
  provider_rejected_request: 'refused',
  invalid_grant: 'expired',
  insufficient_scope: 'scopeMissing',
  no_refresh_token: 'noRefreshToken',
  invalid_token: 'notForBrowsers',
  cross_site_request: 'notForBrowsers',
  invalid_signature: 'notForBrowsers',
  unsupported_token_type: 'notForBrowsers',
  not_found: 'notFound',
  rate_limited: 'rateLimited',
  overloaded: 'rateLimited',
  server_error: 'ourFault',
  provider_invalid_answer: 'serviceTrouble',
  provider_failed: 'serviceTrouble',
  provider_unreachable: 'serviceTrouble',
  provider_connection_lost: 'serviceTrouble',
  provider_timeout: 'serviceTrouble',
  temporarily_unavailable: 'serviceTrouble',
  tenant_misconfigured: 'siteUnavailable',
} as const satisfies Record<ErrorCode, string>;

/**
 * `nowhere` is `not_found` at an address that belongs to nobody; `declinedOrAdmin` is `access_denied` at a service where only an
 * administrator may be able to consent; `other` is for codes that are not in the catalogue.
 */
export type Topic = (typeof TOPIC_OF_CODE)[ErrorCode] | 'nowhere' | 'declinedOrAdmin' | 'other';
