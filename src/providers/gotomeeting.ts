import type { ProviderRecord } from './provider-record.ts';

/**
 * GoTo Meeting, https://developer.goto.com/guides/Authentication/03_HOW_accessToken: endpoints and Basic
 * authentication are from there. The scope is the one of DOMI 1.x; the vendor documents no endpoint for revocation.
 */
export const GOTOMEETING: ProviderRecord = {
  label: 'GoToMeeting',
  path: 'dominoGTM',
  callback: 'gtmCallback',
  authorizationEndpoint: 'https://authentication.logmeininc.com/oauth/authorize',
  tokenEndpoint: 'https://authentication.logmeininc.com/oauth/token',
  revocation: 'none',
  consoleUrl: 'https://developer.logmeininc.com/clients',
  manageUrl: 'https://myaccount.goto.com/',
  tokenEndpointAuthMethod: 'client_secret_basic',
  // The trailing colon is part of the name.
  scopes: ['collab:'],
  requiredScopes: ['collab:'],
  tokenResponse: { extra: ['principal'] },
  refreshTokenRotation: 'none',
  // From public client code, not from the vendor.
  idleDays: 30,
  clientId: { env: 'GTM_CLIENT_ID' },
  clientSecret: { env: 'GTM_CLIENT_SECRET' },
};
