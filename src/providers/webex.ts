import type { ProviderRecord } from './provider-record.ts';

/**
 * Webex, https://developer.webex.com/docs/integrations: endpoints, scopes and the secret in the form are from there
 * and from the vendor's samples. No page for integrations describes revocation; the endpoint that the vendor's SDK
 * uses (`idbroker.webex.com/idb/oauth2/v1/revoke`) is not confirmed for them, so none is set.
 */
const CISCO: ProviderRecord = {
  revocation: 'none',
  // The original sent the credentials in the header and in the form, which RFC 6749 section 2.3 forbids.
  tokenEndpointAuthMethod: 'client_secret_post',
  scopes: ['meeting:schedules_write'],
  requiredScopes: ['meeting:schedules_write'],
  // Webex calls a dead refresh token `invalid_request`, and its gateway wraps that into `message`.
  tokenErrors: [
    { error: 'invalid_request', text: 'refresh token provided is', means: 'invalid_grant' },
    { text: 'invalid_client', means: 'invalid_client' },
    { text: 'invalid_grant', means: 'invalid_grant' },
    { text: 'refresh token provided is', means: 'invalid_grant' },
  ],
  refreshTokenRotation: 'none',
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
 * Webex for Government (FedRAMP): an integration is made through the API, not in the portal
 * (https://developer.webex.com/docs/api/guides/create-a-fedramp-integration, which also names the host). The OAuth
 * paths below it were seen in public client code, not in the vendor's pages.
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
