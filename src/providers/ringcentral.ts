import type { ProviderRecord } from './provider-record.ts';

/**
 * RingCentral Video, https://developers.ringcentral.com/guide/authentication/auth-code-flow: endpoints, Basic
 * authentication, rotation and revocation are from the vendor's documentation.
 */
export const RINGCENTRAL: ProviderRecord = {
  label: 'RingCentral',
  path: 'dominoRingCentral',
  callback: 'ringCentralCallback',
  authorizationEndpoint: 'https://platform.ringcentral.com/restapi/oauth/authorize',
  tokenEndpoint: 'https://platform.ringcentral.com/restapi/oauth/token',
  revocationEndpoint: 'https://platform.ringcentral.com/restapi/oauth/revoke',
  revocation: 'rfc7009',
  // One token of a session ends all of it.
  revocationEnds: 'grant',
  consoleUrl: 'https://developers.ringcentral.com/console',
  tokenEndpointAuthMethod: 'client_secret_basic',
  // RingCentral ignores `scope`; the permissions of the app (here: Video) apply.
  scopes: [],
  consoleScopes: { 'REST API': ['Video'] },
  // An old token stays valid for seconds to minutes, which is too short to rely on.
  refreshTokenRotation: 'single-use',
  // An old refresh token is accepted for up to an hour while the new access token is not used.
  supersededTokens: 'present',
  // The default; an app may set another time, and the response says which.
  idleDays: 7,
  clientId: { env: 'RINGCENTRAL_CLIENT_ID' },
  clientSecret: { env: 'RINGCENTRAL_CLIENT_SECRET' },
};
