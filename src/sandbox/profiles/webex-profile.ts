import { randomUUID } from 'node:crypto';
import { mintWebexLike } from '../made-up-tokens.ts';
import type { ApiError, ServiceProfile, TokenError } from '../service-profile.ts';
import { readFields } from './read-fields.ts';

const REFRESH_SECONDS = 7_776_000;

/** https://developer.webex.com/docs/integrations and https://developer.webex.com/docs/api/v1/meetings */
export const WEBEX_PROFILE: ServiceProfile = {
  id: 'webex',
  label: 'Webex',
  accent: '#0a7a52',
  environmentPrefix: 'WEBEX',
  paths: { authorize: '/v1/authorize', token: '/v1/access_token' },
  clientAuthentication: ['post'],
  readsQuery: false,
  scopes: ['meeting:schedules_read', 'meeting:schedules_write'],
  defaultScope: 'meeting:schedules_write',
  // The value never changes and is echoed.
  refreshTokenRotation: 'none',
  endsFamilyOnReuse: false,
  oneAuthorizationPerUser: false,
  seconds: { code: 300, access: 1_209_600, refresh: REFRESH_SECONDS },
  lengths: { code: 106, access: 106, refresh: 106 },
  mintToken: mintWebexLike,
  callbackParameters: () => ({}),
  // `spark:kms` comes unasked.
  toTokenResponse: (answer) => ({
    ...answer,
    scope: `spark:kms ${answer.scope}`,
    refresh_token_expires_in: REFRESH_SECONDS,
  }),
  toTokenError,
  meetings: {
    collection: '/v1/meetings',
    item: '/v1/meetings',
    createdStatus: 200,
    updateMethods: ['PATCH', 'PUT'],
    updatedStatus: 200,
    createId: () => randomUUID().replaceAll('-', ''),
    read: (body) => readFields(body, { subject: 'title', start: 'start', end: 'end' }),
    write: ({ id, owner, subject, start, end, joinUrl }) => ({
      id,
      title: subject,
      start,
      end,
      hostEmail: owner,
      webLink: joinUrl,
      password: 'sandbox',
      sipAddress: `${id}@sandbox.webex.example`,
    }),
    toError: toApiError,
  },
};

/**
 * Two shapes: the identity broker's, which calls a dead refresh token `invalid_request`, and the gateway's, which
 * has no `error` at all.
 */
function toTokenError({ error, description, grantType }: TokenError) {
  if (error === 'invalid_client') return toGatewayError(401, 'The client credentials are not valid.');
  const isDeadRefresh = error === 'invalid_grant' && grantType === 'refresh_token';
  return {
    status: 400,
    body: {
      error: isDeadRefresh ? 'invalid_request' : error,
      error_description: isDeadRefresh
        ? 'The refresh token provided is expired, revoked, malformed, or invalid.'
        : description,
      trackingID: `SANDBOX_${randomUUID()}`,
    },
  };
}

const API_ERRORS: Readonly<Record<ApiError, readonly [number, string]>> = {
  invalid_token: [401, 'The request requires a valid access token set in the Authorization request header.'],
  missing_subject: [400, 'The meeting has no title.'],
  not_found: [404, 'The requested resource could not be found.'],
};

function toApiError(error: ApiError) {
  return toGatewayError(...API_ERRORS[error]);
}

function toGatewayError(status: number, message: string) {
  return {
    status,
    body: { message, errors: [{ description: message }], trackingId: `SANDBOX_${randomUUID()}` },
  };
}
