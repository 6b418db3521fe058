import type { ProviderRecord } from './provider-record.ts';

type TokenErrorRules = NonNullable<ProviderRecord['tokenErrors']>;

/**
 * A permission under each of its names: granular, classic, and both for apps of administrators and of master accounts.
 * @param action as granular scopes call it
 */
function meetingScope(action: 'write' | 'update' | 'delete'): [string, ...string[]] {
  const granular = `meeting:${action}:meeting`;
  const classic = 'meeting:write';
  return [granular, classic, `${granular}:admin`, `${classic}:admin`, `${granular}:master`, 'meeting:master'];
}

/**
 * Zoom, https://developers.zoom.us/docs/integrations/oauth/: endpoints, Basic authentication, rotation and PKCE are
 * from there. No scope is sent, as in Zoom's own samples: the app has them. An app that is registered today cannot ask for
 * the classic `meeting:write` of DOMI 1.x, and Zoom refuses several scopes with a space between them
 * (https://devforum.zoom.us/t/138714), or with a comma. So what was granted is checked instead, each permission under
 * each of its names.
 */
export const ZOOM: ProviderRecord = {
  label: 'Zoom',
  path: 'dominoZoom',
  callback: 'zoomCallback',
  authorizationEndpoint: 'https://zoom.us/oauth/authorize',
  tokenEndpoint: 'https://zoom.us/oauth/token',
  revocationEndpoint: 'https://zoom.us/oauth/revoke',
  // DOMI 1.x put the token into the query; Zoom's own sample puts it into the form, which keeps it out of logs.
  revocation: 'rfc7009',
  // Zoom documents that the refresh token becomes invalid with the access token.
  revocationEnds: 'grant',
  manageUrl: 'https://marketplace.zoom.us/user/installed',
  consoleUrl: 'https://marketplace.zoom.us/',
  tokenEndpointAuthMethod: 'client_secret_basic',
  scopes: [],
  consoleScopes: {
    granular: ['meeting:write:meeting', 'meeting:update:meeting', 'meeting:delete:meeting'],
    classic: ['meeting:write'],
  },
  // Notes creates, changes and deletes meetings.
  requiredScopes: [meetingScope('write'), meetingScope('update'), meetingScope('delete')],
  // `api_url` is the regional API host of the user.
  tokenResponse: { extra: ['api_url'] },
  tokenErrors: [
    { text: 'Invalid Token!', means: 'invalid_grant' },
    // Zoom reports a spent or wrong code as `invalid_request`; known from public reports, not documented.
    { error: 'invalid_request', text: 'Invalid authorization code', means: 'invalid_grant' },
    // An expired code; an owner who is gone; a token that is not found, out of tolerance or revoked. Zoom writes numbers in two ways.
    ...['4733', '4735', '4737', '4740', '4741'].flatMap(
      (number): TokenErrorRules => [
        { text: `(${number.replace('4', '4,')})`, means: 'invalid_grant' },
        { text: `(${number})`, means: 'invalid_grant' },
      ],
    ),
  ],
  // The numbers of Zoom's list of OAuth errors, https://developers.zoom.us/docs/integrations/oauth/.
  authorizationErrors: [
    { text: ['4702', '4704', '4709'], means: 'unknown_app' },
    { text: '4711', means: 'scope_refused' },
    { text: '4717', means: 'app_not_published' },
    { text: '4735', means: 'wrong_account' },
    { text: '4738', means: 'blocked_by_policy' },
  ],
  refreshTokenRotation: 'single-use',
  // The usual figure; older pages of Zoom say 15 years.
  idleDays: 90,
  // Zoom tells of each user who removes the app; on only if the secret token of the app is set.
  webhook: { path: 'zoomWebhook', secret: { env: 'ZOOM_WEBHOOK_SECRET' } },
  clientId: { env: 'ZOOM_CLIENT_ID' },
  clientSecret: { env: 'ZOOM_CLIENT_SECRET' },
};

/**
 * Zoom for Government has its own marketplace and apps (https://marketplace.zoomgov.com/). The token endpoint is from
 * public client code; the other two endpoints are inferred from it and unconfirmed.
 */
export const ZOOM_GOV: ProviderRecord = {
  ...ZOOM,
  label: 'Zoom for Government',
  path: 'dominoZoomGov',
  callback: 'zoomGovCallback',
  authorizationEndpoint: 'https://zoomgov.com/oauth/authorize',
  tokenEndpoint: 'https://zoomgov.com/oauth/token',
  revocationEndpoint: 'https://zoomgov.com/oauth/revoke',
  manageUrl: 'https://marketplace.zoomgov.com/',
  consoleUrl: 'https://marketplace.zoomgov.com/',
  webhook: { path: 'zoomGovWebhook', secret: { env: 'ZOOM_GOV_WEBHOOK_SECRET' } },
  clientId: { env: 'ZOOM_GOV_CLIENT_ID' },
  clientSecret: { env: 'ZOOM_GOV_CLIENT_SECRET' },
};
