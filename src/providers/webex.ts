import type { ProviderRecord } from './provider-record.ts';

/**
 * Webex, https://developer.webex.com/docs/integrations: endpoints, scopes and the secret in the form are from there
 * and from the vendor's samples. No page for integrations describes revocation. The endpoint of the vendor's SDK
 * (`idbroker.webex.com/idb/oauth2/v1/revoke`) is unconfirmed for integrations, so none is set.
 */
const CISCO: ProviderRecord = {
  revocation: 'none',
  // DOMI 1.x sent the credentials in both header and form, which RFC 6749 section 2.3 forbids.
  tokenEndpointAuthMethod: 'client_secret_post',
  scopes: ['meeting:schedules_write'],
  requiredScopes: ['meeting:schedules_write'],
  // Webex calls a dead refresh token `invalid_request`. Its gateway wraps errors into `message`, without an `error` member.
  tokenErrors: [
    { error: 'invalid_request', text: 'refresh token provided is', means: 'invalid_grant' },
    { text: 'invalid_client', means: 'invalid_client' },
    { text: 'invalid_grant', means: 'invalid_grant' },
    { text: 'refresh token provided is', means: 'invalid_grant' },
    { status: 401, means: 'invalid_client' },
  ],
  refreshTokenRotation: 'none',
  // Renewed by use. The response has `refresh_token_expires_in`, which comes first.
  idleDays: 90,
};

export const WEBEX: ProviderRecord = {
  ...CISCO,
  label: 'Webex',
  path: 'dominoWebex',
  callback: 'webexCallback',
  authorizationEndpoint: 'https://webexapis.com/v1/authorize',
  tokenEndpoint: 'https://webexapis.com/v1/access_token',
  consoleUrl: 'https://developer.webex.com/my-apps',
  manageUrl: 'https://idbroker.webex.com/idb/profile#/tokens',
  clientId: { env: 'WEBEX_CLIENT_ID' },
  clientSecret: { env: 'WEBEX_CLIENT_SECRET' },
};

/**
 * Webex for Government (FedRAMP): integrations are created through the API, not in the portal
 * (https://developer.webex.com/docs/api/guides/create-a-fedramp-integration, which also names the host). The OAuth
 * paths below it are from public client code, not from the vendor's pages.
 */
export const WEBEX_GOV: ProviderRecord = {
  ...CISCO,
  label: 'Webex for Government',
  path: 'dominoWebexGov',
  callback: 'webexGovCallback',
  authorizationEndpoint: 'https://api-usgov.webex.com/v1/authorize',
  tokenEndpoint: 'https://api-usgov.webex.com/v1/access_token',
  clientId: { env: 'WEBEX_GOV_CLIENT_ID' },
  clientSecret: { env: 'WEBEX_GOV_CLIENT_SECRET' },
};
