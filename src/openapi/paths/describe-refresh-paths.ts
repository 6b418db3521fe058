import { describeRouteErrors } from '../describe-route-errors.ts';
import type { DescribedProvider } from '../described-provider.ts';
import { type Operation, type PathItem, type ResponseObject, refer } from '../open-api-document.ts';
import { referToHeaders } from '../response-headers.ts';
import { ROUTE_DESCRIPTIONS } from '../route-description.ts';

const TOKENS: ResponseObject = {
  description: 'New tokens. Each request with the same refresh token gets the same ones for a while.',
  headers: referToHeaders('X-Request-Id', 'Cache-Control'),
  content: {
    'application/json': {
      schema: { ...refer('schemas', 'Tokens') },
      example: {
        access_token: 'eyJ0eXAi…',
        refresh_token: 'eyJzdiI6…',
        token_type: 'Bearer',
        expires_in: 3599,
        scope: 'meeting:write',
        expires_at: '2026-11-27T10:59:59Z',
        refresh_expires_at: '2027-02-25T10:00:00Z',
        refresh_before: '2027-02-25T10:00:00Z',
      },
    },
  },
};

const REVOKED: ResponseObject = {
  description: 'The grant has ended.',
  headers: referToHeaders('X-Request-Id', 'Cache-Control'),
  content: {
    'application/json': { schema: { ...refer('schemas', 'Revoked') }, example: { revoked: true } },
  },
};

const TOKEN_TYPE_HINT = {
  name: 'token_type_hint',
  in: 'query',
  description: 'Which kind of token is presented (RFC 7009 section 2.1). Without it: an access token.',
  schema: { type: 'string', enum: ['access_token', 'refresh_token'] },
} as const;

const POSTED = 'As GET, with the same header and no body. New clients send POST, since no proxy repeats it.';

/** The addresses of a Notes client. */
export function describeRefreshPaths({ path, label }: DescribedProvider): Record<string, PathItem> {
  const refresh = (id: string, more: Partial<Operation>): Operation => ({
    operationId: `${id}_${path}`,
    tags: ['Notes'],
    summary: `Get new tokens from ${label}`,
    ...more,
    security: [{ refreshToken: [] }],
    responses: { 200: TOKENS, ...describeRouteErrors(ROUTE_DESCRIPTIONS.bearer) },
  });
  const revoke = (id: string, more: Partial<Operation>): Operation => ({
    operationId: `${id}_${path}`,
    tags: ['Notes'],
    summary: `End the grant of a user at ${label}`,
    ...more,
    parameters: [TOKEN_TYPE_HINT],
    security: [{ accessToken: [] }],
    responses: { 200: REVOKED, ...describeRouteErrors(ROUTE_DESCRIPTIONS.bearer) },
  });
  return {
    [`/${path}Refresh`]: {
      get: refresh('refresh', { description: 'The presented refresh token is spent if it is single-use.' }),
      post: refresh('postRefresh', { description: POSTED }),
    },
    [`/${path}Revoke`]: {
      get: revoke('revoke', {
        description: 'A 200 means that the grant has ended, also when the token was dead already.',
      }),
      post: revoke('postRevoke', { description: POSTED }),
    },
  };
}
