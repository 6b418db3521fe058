import type { ProviderRecord } from './provider-record.ts';

/**
 * Zoho Meeting, https://www.zoho.com/meeting/api-integration/authentication.html and
 * https://www.zoho.com/accounts/protocol/oauth/web-apps/access-token-expiry.html. An account lives in one data centre
 * and its tokens work there only, so `dc` selects it for all users of the record. The
 * pages do not mention DELETE, and the wording of the errors is unconfirmed.
 */
export const ZOHO_MEETING: ProviderRecord = {
  label: 'Zoho Meeting',
  path: 'dominoZoho',
  callback: 'zohoCallback',
  authorizationEndpoint: 'https://accounts.zoho.{dc}/oauth/v2/auth',
  tokenEndpoint: 'https://accounts.zoho.{dc}/oauth/v2/token',
  revocationEndpoint: 'https://accounts.zoho.{dc}/oauth/v2/token/revoke',
  // com, eu, in, com.au, com.cn, jp …
  variables: { dc: 'com' },
  revocation: 'query',
  // Zoho documents revocation for refresh tokens only.
  revocationEnds: 'access_token',
  manageUrl: 'https://accounts.zoho.{dc}/home',
  consoleUrl: 'https://api-console.zoho.{dc}/',
  tokenEndpointAuthMethod: 'client_secret_post',
  scopes: [
    'ZohoMeeting.meeting.CREATE',
    'ZohoMeeting.meeting.UPDATE',
    'ZohoMeeting.meeting.DELETE',
    'ZohoMeeting.meeting.READ',
  ],
  scopeSeparator: ',',
  authorizationParams: { access_type: 'offline', prompt: 'consent' },
  // Failures come with status 200; `invalid_code` stands for dead codes and dead refresh tokens.
  tokenErrors: [
    { error: 'invalid_code', means: 'invalid_grant' },
    { error: 'invalid_client_secret', means: 'invalid_client' },
    { error: 'Access Denied', text: 'too many requests', means: 'rate_limited' },
  ],
  tokenResponse: { extra: ['api_domain'] },
  refreshTokenRotation: 'none',
  clientId: { env: 'ZOHO_MEETING_CLIENT_ID' },
  clientSecret: { env: 'ZOHO_MEETING_CLIENT_SECRET' },
};
