import { mintOpaque } from '../made-up-tokens.ts';
import type { ApiError, ServiceProfile } from '../service-profile.ts';
import { readFields } from './read-fields.ts';

/** A made-up service that is not built in: the one of docs/add-a-provider.md, with each peculiarity of its record. */
export const ACME_MEET_PROFILE: ServiceProfile = {
  id: 'acme-meet',
  label: 'Acme Meet',
  accent: '#8a2be2',
  environmentPrefix: 'ACME_MEET',
  paths: { authorize: '/oauth/authorize', token: '/oauth/token', revoke: '/oauth/revoke' },
  clientAuthentication: ['post'],
  readsQuery: false,
  scopes: ['meetings.write', 'offline'],
  scopeSeparator: ',',
  defaultScope: 'meetings.write',
  offlineScope: 'offline',
  refreshTokenRotation: 'none',
  endsFamilyOnReuse: false,
  oneAuthorizationPerUser: false,
  seconds: { code: 300, access: 3600, refresh: 60 * 86_400 },
  lengths: { code: 40, access: 60, refresh: 60 },
  mintToken: mintOpaque,
  callbackParameters: () => ({}),
  toTokenResponse: ({ scope, ...answer }) => ({ ...answer, scope: scope.replaceAll(' ', ',') }),
  toTokenError: ({ error, description }) => ({
    status: error === 'invalid_client' ? 401 : 400,
    body: { error, error_description: description },
  }),
  meetings: {
    collection: '/meetings',
    item: '/meetings',
    createdStatus: 201,
    updateMethods: ['PATCH'],
    updatedStatus: 200,
    createId: (count) => `acme-${count}`,
    read: (body) => readFields(body, { subject: 'subject', start: 'start', end: 'end' }),
    write: ({ id, subject, start, end, joinUrl }) => ({ id, subject, start, end, joinUrl }),
    toError: toApiError,
  },
};

const STATUSES: Readonly<Record<ApiError, number>> = {
  invalid_token: 401,
  missing_subject: 400,
  not_found: 404,
};

function toApiError(error: ApiError) {
  return { status: STATUSES[error], body: { error } };
}
