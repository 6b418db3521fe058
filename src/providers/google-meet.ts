import type { ProviderRecord } from './provider-record.ts';

/**
 * Google Meet, https://developers.google.com/identity/protocols/oauth2/web-server and, for the scope,
 * https://developers.google.com/workspace/meet/api/guides/overview. Endpoints and scope are from public
 * catalogues; the revocation endpoint is from Google's documentation and was not tried.
 */
export const GOOGLE_MEET: ProviderRecord = {
  label: 'Google Meet',
  path: 'dominoGoogleMeet',
  callback: 'googleMeetCallback',
  // Google sends `iss` on the callback, although its metadata does not announce it.
  issuer: 'https://accounts.google.com',
  authorizationEndpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
  tokenEndpoint: 'https://oauth2.googleapis.com/token',
  revocationEndpoint: 'https://oauth2.googleapis.com/revoke',
  revocation: 'rfc7009',
  revocationEnds: 'grant',
  manageUrl: 'https://myaccount.google.com/connections',
  consoleUrl: 'https://console.cloud.google.com/apis/credentials',
  tokenEndpointAuthMethod: 'client_secret_post',
  scopes: ['https://www.googleapis.com/auth/meetings.space.created'],
  // Users can deselect single permissions on Google's consent page.
  requiredScopes: ['https://www.googleapis.com/auth/meetings.space.created'],
  // Without `prompt` only the first consent of a user yields a refresh token.
  authorizationParams: { access_type: 'offline', prompt: 'consent' },
  refreshTokenRotation: 'none',
  // Six months without use end it.
  idleDays: 180,
  clientId: { env: 'GOOGLE_MEET_CLIENT_ID' },
  clientSecret: { env: 'GOOGLE_MEET_CLIENT_SECRET' },
};
