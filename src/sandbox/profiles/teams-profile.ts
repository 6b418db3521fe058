import { randomUUID } from 'node:crypto';
import { SYSTEM_CLOCK } from '../../time/clock.ts';
import { mintJwtLike, mintOpaque } from '../made-up-tokens.ts';
import type { ApiError, ServiceProfile, TokenError } from '../service-profile.ts';
import { readFields } from './read-fields.ts';

/** https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow and the onlineMeeting of Graph */
export const TEAMS_PROFILE: ServiceProfile = {
  id: 'teams',
  label: 'Microsoft Teams',
  accent: '#4f52b2',
  environmentPrefix: 'TEAMS',
  paths: {
    authorize: '/organizations/oauth2/v2.0/authorize',
    token: '/organizations/oauth2/v2.0/token',
  },
  clientAuthentication: ['basic', 'post'],
  readsQuery: false,
  scopes: ['openid', 'offline_access', 'User.Read', 'OnlineMeetings.ReadWrite'],
  defaultScope: 'User.Read',
  offlineScope: 'offline_access',
  // A new one each time, and the old one stays valid:
  // https://learn.microsoft.com/entra/identity-platform/refresh-tokens
  refreshTokenRotation: 'reusable',
  endsFamilyOnReuse: false,
  oneAuthorizationPerUser: false,
  seconds: { code: 600, access: 3599, refresh: 90 * 86_400 },
  lengths: { code: 900, access: 2000, refresh: 1300 },
  mintToken: mintJwtLike,
  callbackParameters: () => ({ session_state: randomUUID() }),
  toTokenResponse: (answer) => ({
    ...answer,
    scope: toGraphScope(answer.scope),
    ext_expires_in: answer.expires_in,
  }),
  toTokenError: toEntraError,
  meetings: {
    collection: '/v1.0/me/onlineMeetings',
    item: '/v1.0/me/onlineMeetings',
    createdStatus: 201,
    updateMethods: ['PATCH'],
    updatedStatus: 200,
    createId: () => `MSo${mintOpaque(60)}`,
    read: (body) => readFields(body, { subject: 'subject', start: 'startDateTime', end: 'endDateTime' }),
    write: ({ id, subject, start, end, joinUrl }) => ({
      id,
      subject,
      startDateTime: start,
      endDateTime: end,
      joinUrl,
      joinWebUrl: joinUrl,
    }),
    toError: toGraphError,
  },
};

/** Names come back as full URIs, and `offline_access` not at all. */
function toGraphScope(scope: string): string {
  return scope
    .split(' ')
    .filter((name) => name !== 'offline_access')
    .map((name) => (name === 'openid' ? name : `https://graph.microsoft.com/${name}`))
    .join(' ');
}

const AADSTS: Readonly<Record<string, { status: number; code: number; text: string }>> = {
  invalid_client: { status: 401, code: 7000215, text: 'Invalid client secret provided.' },
  invalid_grant: {
    status: 400,
    code: 70008,
    text: 'The provided authorization code or refresh token has expired due to inactivity.',
  },
  invalid_scope: { status: 400, code: 70011, text: 'The provided value for scope is not valid.' },
};

/** The description has several lines, so it must not be copied into a header. */
function toEntraError({ error, description }: TokenError) {
  const { status, code, text } = AADSTS[error] ?? { status: 400, code: 900144, text: description };
  const [traceId, correlationId] = [randomUUID(), randomUUID()];
  const timestamp = `${SYSTEM_CLOCK.now().toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return {
    status,
    body: {
      error,
      error_description: `AADSTS${code}: ${text}\r\nTrace ID: ${traceId}\r\nCorrelation ID: ${correlationId}\r\nTimestamp: ${timestamp}`,
      error_codes: [code],
      timestamp,
      trace_id: traceId,
      correlation_id: correlationId,
      error_uri: `https://login.microsoftonline.com/error?code=${code}`,
    },
  };
}

const GRAPH_ERRORS: Readonly<Record<ApiError, readonly [number, string, string]>> = {
  invalid_token: [401, 'InvalidAuthenticationToken', 'Lifetime validation failed, the token is expired.'],
  missing_subject: [400, 'BadRequest', 'The meeting has no subject.'],
  not_found: [404, 'NotFound', 'The meeting does not exist.'],
};

function toGraphError(error: ApiError) {
  const [status, code, message] = GRAPH_ERRORS[error];
  return { status, body: { error: { code, message, innerError: { 'request-id': randomUUID() } } } };
}
