import { describeRouteErrors, PAGE } from '../describe-route-errors.ts';
import type { DescribedProvider } from '../described-provider.ts';
import type { Parameter, PathItem, ResponseObject } from '../open-api-document.ts';
import { referToHeaders } from '../response-headers.ts';
import { ROUTE_DESCRIPTIONS } from '../route-description.ts';

const AWAY: ResponseObject = {
  description:
    'To the authorization endpoint of the meeting service; from another host first to the public one.',
  headers: referToHeaders('X-Request-Id', 'Cache-Control', 'Location', 'Set-Cookie'),
};

const TO_TOKEN_PAGE: ResponseObject = {
  description: 'To the token page. A long code takes several redirects to this address.',
  headers: referToHeaders('X-Request-Id', 'Cache-Control', 'Location', 'Set-Cookie'),
};

/** @param description what is on the page */
function describePage(description: string): ResponseObject {
  return {
    description,
    headers: referToHeaders('X-Request-Id', 'Cache-Control', 'Set-Cookie'),
    content: { 'text/html': PAGE },
  };
}

function inQuery(name: string, description: string): Parameter {
  return { name, in: 'query', description, schema: { type: 'string' } };
}

/** Parameters of the authorization response (RFC 6749 section 4.1.2, RFC 9207). */
const CALLBACK_PARAMETERS: readonly Parameter[] = [
  inQuery('code', 'Authorization code.'),
  inQuery('state', 'As it was sent to the authorization endpoint.'),
  inQuery('iss', 'Issuer of the authorization server.'),
  inQuery('error', 'Why there is no code.'),
  inQuery('error_description', 'More about it; read for its error number only.'),
  inQuery('admin_consent', 'Whether an administrator has consented (Microsoft Entra).'),
];

/** The addresses that a browser visits in a sign-in. */
export function describeSignInPaths({ path, callback, label }: DescribedProvider): Record<string, PathItem> {
  const shared = { tags: ['Sign-in'], security: [] };
  return {
    [`/${path}/index.html`]: {
      get: {
        ...shared,
        operationId: `start_${path}`,
        summary: `Start a sign-in at ${label}`,
        description: `Every other page below \`/${path}/\` does the same, apart from \`token.html\`.`,
        parameters: [
          inQuery('login_hint', 'Mailbox address of the user, passed on. At most 254 characters.'),
        ],
        responses: { 302: AWAY, ...describeRouteErrors(ROUTE_DESCRIPTIONS.start) },
      },
    },
    [`/${callback}`]: {
      get: {
        ...shared,
        operationId: `callback_${callback}`,
        summary: `Come back from ${label}`,
        description:
          'The redirect URI that is registered at the meeting service. No call is made to it here.',
        parameters: CALLBACK_PARAMETERS,
        responses: {
          200: describePage('An administrator has consented (Microsoft Entra).'),
          303: TO_TOKEN_PAGE,
          ...describeRouteErrors(ROUTE_DESCRIPTIONS.callback),
        },
      },
    },
    [`/${path}/token.html`]: {
      get: {
        ...shared,
        operationId: `token_${path}`,
        summary: `Show the refresh token of ${label}`,
        description: 'Exchanges the code that waits in this browser. It is shown once.',
        responses: {
          200: describePage('The refresh token with a Copy button.'),
          ...describeRouteErrors(ROUTE_DESCRIPTIONS.tokenPage),
        },
      },
    },
  };
}
