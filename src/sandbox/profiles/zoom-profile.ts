import { mintJwtLike } from '../made-up-tokens.ts';
import type { ServiceProfile } from '../service-profile.ts';
import { readFields } from './read-fields.ts';

/** https://developers.zoom.us/docs/integrations/oauth/ and https://developers.zoom.us/docs/api/meetings/ */
export const ZOOM_PROFILE: ServiceProfile = {
  id: 'zoom',
  label: 'Zoom',
  accent: '#0b5cff',
  environmentPrefix: 'ZOOM',
  paths: { authorize: '/oauth/authorize', token: '/oauth/token', revoke: '/oauth/revoke' },
  clientAuthentication: ['basic'],
  // Zoom's pages show grant parameters in the query as often as in the form.
  readsQuery: true,
  scopes: [
    'meeting:read',
    'meeting:write',
    'meeting:read:meeting',
    'meeting:write:meeting',
    'meeting:update:meeting',
    'meeting:delete:meeting',
  ],
  // The registration decides; `scope` on the request is optional.
  defaultScope: 'meeting:write',
  refreshTokenRotation: 'single-use',
  endsFamilyOnReuse: false,
  // Error 4741: when one user authorizes one app several times, only the last authorization stays valid.
  oneAuthorizationPerUser: true,
  seconds: { code: 300, access: 3600, refresh: 90 * 86_400 },
  lengths: { code: 40, access: 700, refresh: 700 },
  mintToken: mintJwtLike,
  callbackParameters: () => ({}),
  toTokenResponse: (answer, { apiBase }) => ({ ...answer, token_type: 'bearer', api_url: apiBase }),
  // Its own member `reason`, and 400 also for a bad client.
  toTokenError: ({ error, description }) => ({
    status: 400,
    body: { reason: REASONS[error] ?? description, error },
  }),
  revocationResponse: { status: 'success' },
  meetings: {
    collection: '/v2/users/me/meetings',
    item: '/v2/meetings',
    createdStatus: 201,
    updateMethods: ['PATCH'],
    updatedStatus: 204,
    createId: (count) => String(85_000_000_000 + count),
    // Zoom has no end time, only a start and a duration in minutes.
    read(body) {
      const fields = readFields(body, { subject: 'topic', start: 'start_time' });
      const minutes = typeof body.duration === 'number' ? body.duration : 60;
      return { ...fields, ...(fields.start !== undefined && { end: addMinutes(fields.start, minutes) }) };
    },
    write: ({ id, owner, subject, start, joinUrl }) => ({
      id: Number(id),
      host_email: owner,
      topic: subject,
      type: 2,
      status: 'waiting',
      start_time: start,
      join_url: joinUrl,
      start_url: `${joinUrl}?role=host`,
      password: 'sandbox',
    }),
    toError: (error) => API_ERRORS[error],
  },
};

const REASONS: Readonly<Record<string, string>> = {
  invalid_client: 'Invalid client_id or client_secret',
  invalid_grant: 'Invalid Token!',
};

const API_ERRORS = {
  invalid_token: { status: 401, body: { code: 124, message: 'Invalid access token.' } },
  missing_subject: {
    status: 400,
    body: { code: 300, message: 'Validation Failed.', errors: [{ field: 'topic', message: 'Required.' }] },
  },
  not_found: { status: 404, body: { code: 3001, message: 'Meeting does not exist.' } },
};

function addMinutes(start: string, minutes: number): string {
  const time = Date.parse(start);
  return Number.isNaN(time) ? start : new Date(time + minutes * 60_000).toISOString();
}
