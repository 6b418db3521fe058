import { ENTRA_ERRORS } from './entra-errors.ts';
import type { ProviderRecord } from './provider-record.ts';

/**
 * The fields that all clouds of Microsoft share. Platform v2.0,
 * https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow: authentication, scopes and the reusable
 * refresh token are documented there. There is no endpoint for revocation.
 */
const MICROSOFT: ProviderRecord = {
  variables: { directory: 'organizations' },
  revocation: 'none',
  tokenEndpointAuthMethod: 'client_secret_post',
  scopes: ['User.Read', 'OnlineMeetings.ReadWrite', 'offline_access', 'openid'],
  requiredScopes: ['OnlineMeetings.ReadWrite'],
  // Microsoft reports a client that asks in a loop as invalid_grant; the token is still good.
  tokenErrors: [{ error: 'invalid_grant', text: 'AADSTS50196', means: 'rate_limited' }],
  authorizationErrors: ENTRA_ERRORS,
  refreshTokenRotation: 'reusable',
  // The default (https://learn.microsoft.com/entra/identity-platform/refresh-tokens).
  idleDays: 90,
};

/** The global cloud, GCC (not High) included. */
export const TEAMS: ProviderRecord = {
  ...MICROSOFT,
  label: 'Microsoft Teams',
  path: 'dominoTeams',
  callback: 'teamsCallback',
  authorizationEndpoint: 'https://login.microsoftonline.com/{directory}/oauth2/v2.0/authorize',
  tokenEndpoint: 'https://login.microsoftonline.com/{directory}/oauth2/v2.0/token',
  adminConsentEndpoint: 'https://login.microsoftonline.com/{directory}/v2.0/adminconsent',
  manageUrl: 'https://myapps.microsoft.com/',
  consoleUrl: 'https://entra.microsoft.com/',
  clientId: { env: 'TEAMS_CLIENT_ID' },
  clientSecret: { env: 'TEAMS_CLIENT_SECRET' },
};

/**
 * The US Government clouds share one login host and need app registrations of their own
 * (https://learn.microsoft.com/entra/identity-platform/authentication-national-cloud); the short scope names are
 * valid there too (https://learn.microsoft.com/graph/sdks/national-clouds). There is no `manageUrl`: we found
 * no page where users can remove an app.
 */
const US_GOVERNMENT: ProviderRecord = {
  ...MICROSOFT,
  authorizationEndpoint: 'https://login.microsoftonline.us/{directory}/oauth2/v2.0/authorize',
  tokenEndpoint: 'https://login.microsoftonline.us/{directory}/oauth2/v2.0/token',
  adminConsentEndpoint: 'https://login.microsoftonline.us/{directory}/v2.0/adminconsent',
  consoleUrl: 'https://portal.azure.us/',
};

/** GCC High; Microsoft Graph answers at https://graph.microsoft.us/. */
export const TEAMS_GCC_HIGH: ProviderRecord = {
  ...US_GOVERNMENT,
  label: 'Microsoft Teams (GCC High)',
  path: 'dominoTeamsGccHigh',
  callback: 'teamsGccHighCallback',
  clientId: { env: 'TEAMS_GCC_HIGH_CLIENT_ID' },
  clientSecret: { env: 'TEAMS_GCC_HIGH_CLIENT_SECRET' },
};

/** Department of Defense; Microsoft Graph answers at https://dod-graph.microsoft.us/. */
export const TEAMS_DOD: ProviderRecord = {
  ...US_GOVERNMENT,
  label: 'Microsoft Teams (DoD)',
  path: 'dominoTeamsDod',
  callback: 'teamsDodCallback',
  clientId: { env: 'TEAMS_DOD_CLIENT_ID' },
  clientSecret: { env: 'TEAMS_DOD_CLIENT_SECRET' },
};

/**
 * Operated by 21Vianet. The login host is from the same page; Graph answers at
 * https://microsoftgraph.chinacloudapi.cn/. Microsoft documents online meetings for the global and US Government clouds
 * only, so it is unconfirmed whether meetings can be created in China.
 */
export const TEAMS_CHINA: ProviderRecord = {
  ...MICROSOFT,
  label: 'Microsoft Teams (China)',
  path: 'dominoTeamsChina',
  callback: 'teamsChinaCallback',
  authorizationEndpoint: 'https://login.partner.microsoftonline.cn/{directory}/oauth2/v2.0/authorize',
  tokenEndpoint: 'https://login.partner.microsoftonline.cn/{directory}/oauth2/v2.0/token',
  adminConsentEndpoint: 'https://login.partner.microsoftonline.cn/{directory}/v2.0/adminconsent',
  consoleUrl: 'https://portal.azure.cn/',
  clientId: { env: 'TEAMS_CHINA_CLIENT_ID' },
  clientSecret: { env: 'TEAMS_CHINA_CLIENT_SECRET' },
};
