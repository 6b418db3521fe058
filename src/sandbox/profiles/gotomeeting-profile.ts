import { mintJwtLike } from '../made-up-tokens.ts';
import type { ApiError, ServiceProfile } from '../service-profile.ts';
import { readFields } from './read-fields.ts';

/** https://developer.goto.com/guides/Authentication/03_HOW_accessToken and https://developer.goto.com/GoToMeetingV1 */
export const GOTOMEETING_PROFILE: ServiceProfile = {
  id: 'gotomeeting',
  label: 'GoToMeeting',
  accent: '#b8430b',
  environmentPrefix: 'GTM',
  paths: { authorize: '/oauth/authorize', token: '/oauth/token' },
  clientAuthentication: ['basic'],
  readsQuery: false,
  // The trailing colon is part of the name.
  scopes: ['collab:'],
  defaultScope: 'collab:',
  refreshTokenRotation: 'none',
  endsFamilyOnReuse: false,
  oneAuthorizationPerUser: false,
  seconds: { code: 300, access: 3600, refresh: 30 * 86_400 },
  lengths: { code: 300, access: 1200, refresh: 1200 },
  mintToken: mintJwtLike,
  callbackParameters: () => ({}),
  // The sample answer to a refresh has neither `refresh_token` nor `token_type`:
  // https://developer.goto.com/how-use-refresh-tokens/
  toTokenResponse({ access_token, expires_in, scope, ...rest }, { isRefresh, user }) {
    const always = { access_token, expires_in, scope, principal: user };
    return isRefresh ? always : { ...always, ...rest };
  },
  toTokenError: ({ error, description }) => ({
    status: error === 'invalid_client' ? 401 : 400,
    body: { error, error_description: description },
  }),
  meetings: {
    collection: '/G2M/rest/meetings',
    item: '/G2M/rest/meetings',
    createdStatus: 201,
    updateMethods: ['PUT'],
    updatedStatus: 204,
    createId: (count) => String(500_000_000 + count),
    read: (body) => readFields(body, { subject: 'subject', start: 'starttime', end: 'endtime' }),
    // A list, although it contains only the new meeting.
    write: ({ id, joinUrl }) => [
      {
        joinURL: joinUrl,
        meetingid: Number(id),
        uniqueMeetingId: Number(id),
        maxParticipants: 26,
        conferenceCallInfo: 'SANDBOX: no telephone number',
      },
    ],
    toError: toApiError,
  },
};

const API_ERRORS: Readonly<Record<ApiError, readonly [number, string, string]>> = {
  invalid_token: [401, 'InvalidToken', 'Invalid token passed'],
  missing_subject: [400, 'InvalidRequest', 'The meeting has no subject'],
  not_found: [404, 'NotFound', 'The meeting does not exist'],
};

function toApiError(error: ApiError) {
  const [status, code, message] = API_ERRORS[error];
  return { status, body: { int_err_code: code, msg: message } };
}
