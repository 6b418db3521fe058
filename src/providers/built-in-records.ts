import type { ProviderRecord } from './provider-record.ts';

/**
 * The four meeting services of DOMI 1.x. Endpoints, paths and scopes are those of the original, so that it can be
 * replaced without a change in Notes or in a provider's console; where the original was wrong, the comment says so.
 */
export const BUILT_IN_RECORDS: Readonly<Record<string, ProviderRecord>> = {
  /** Zoom, https://developers.zoom.us/docs/integrations/oauth/ */
  zoom: {
    label: 'Zoom',
    path: 'dominoZoom',
    callback: 'zoomCallback',
    authorizationEndpoint: 'https://zoom.us/oauth/authorize',
    tokenEndpoint: 'https://zoom.us/oauth/token',
    revocationEndpoint: 'https://zoom.us/oauth/revoke',
    // The original put the token into the query; Zoom's own sample has it in the form, which keeps it out of logs.
    revocation: 'rfc7009',
    manageUrl: 'https://marketplace.zoom.us/user/installed',
    tokenEndpointAuthMethod: 'client_secret_basic',
    scopes: ['meeting:write'],
    // `api_url` is the regional API host of the user.
    tokenResponse: { extra: ['api_url'] },
    tokenErrors: [{ text: 'Invalid Token!', means: 'invalid_grant' }],
    refreshTokenRotation: 'single-use',
    clientId: { env: 'ZOOM_CLIENT_ID' },
    clientSecret: { env: 'ZOOM_CLIENT_SECRET' },
  },

  /** Microsoft identity platform v2.0, https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow */
  teams: {
    label: 'Microsoft Teams',
    path: 'dominoTeams',
    callback: 'teamsCallback',
    authorizationEndpoint: 'https://login.microsoftonline.com/{directory}/oauth2/v2.0/authorize',
    tokenEndpoint: 'https://login.microsoftonline.com/{directory}/oauth2/v2.0/token',
    variables: { directory: 'organizations' },
    revocation: 'none',
    manageUrl: 'https://myapps.microsoft.com/',
    tokenEndpointAuthMethod: 'client_secret_post',
    scopes: ['User.Read', 'OnlineMeetings.ReadWrite', 'offline_access', 'openid'],
    requiredScopes: ['OnlineMeetings.ReadWrite'],
    // Microsoft reports a client that asks in a loop as invalid_grant; the token is still good.
    tokenErrors: [{ error: 'invalid_grant', text: 'AADSTS50196', means: 'rate_limited' }],
    refreshTokenRotation: 'reusable',
    clientId: { env: 'TEAMS_CLIENT_ID' },
    clientSecret: { env: 'TEAMS_CLIENT_SECRET' },
  },

  /** Webex, https://developer.webex.com/docs/integrations */
  webex: {
    label: 'Webex',
    path: 'dominoWebex',
    callback: 'webexCallback',
    authorizationEndpoint: 'https://webexapis.com/v1/authorize',
    tokenEndpoint: 'https://webexapis.com/v1/access_token',
    revocation: 'none',
    manageUrl: 'https://idbroker.webex.com/idb/profile#/tokens',
    // The original sent the credentials in the header and in the form, which RFC 6749 section 2.3 forbids.
    tokenEndpointAuthMethod: 'client_secret_post',
    scopes: ['meeting:schedules_write'],
    requiredScopes: ['meeting:schedules_write'],
    // Webex calls a dead refresh token `invalid_request`, and its gateway wraps that into `message`.
    tokenErrors: [
      { error: 'invalid_request', text: 'refresh token provided is', means: 'invalid_grant' },
      { text: 'invalid_grant', means: 'invalid_grant' },
      { text: 'refresh token provided is', means: 'invalid_grant' },
    ],
    refreshTokenRotation: 'none',
    clientId: { env: 'WEBEX_CLIENT_ID' },
    clientSecret: { env: 'WEBEX_CLIENT_SECRET' },
  },

  /** GoTo Meeting, https://developer.goto.com/guides/Authentication/03_HOW_accessToken */
  gotomeeting: {
    label: 'GoToMeeting',
    path: 'dominoGTM',
    callback: 'gtmCallback',
    authorizationEndpoint: 'https://authentication.logmeininc.com/oauth/authorize',
    tokenEndpoint: 'https://authentication.logmeininc.com/oauth/token',
    revocation: 'none',
    manageUrl: 'https://myaccount.goto.com/',
    tokenEndpointAuthMethod: 'client_secret_basic',
    // The trailing colon is part of the name.
    scopes: ['collab:'],
    requiredScopes: ['collab:'],
    tokenResponse: { extra: ['principal'] },
    refreshTokenRotation: 'none',
    clientId: { env: 'GTM_CLIENT_ID' },
    clientSecret: { env: 'GTM_CLIENT_SECRET' },
  },
};
