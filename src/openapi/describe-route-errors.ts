import { ERROR_CATALOGUE, type ErrorCode } from '../oauth/errors.ts';
import { nameErrorSchema } from './describe-errors.ts';
import { type MediaType, type Reference, type ResponseObject, refer } from './open-api-document.ts';
import { type RESPONSE_HEADERS, referToHeaders } from './response-headers.ts';
import { groupByStatus, ROUTE_DESCRIPTIONS, type RouteDescription } from './route-description.ts';

/** An HTML page in the reader's language. */
export const PAGE: MediaType = {
  schema: { type: 'string', description: 'A page in the language that the browser asks for.' },
};

/** Headers that a status demands (RFC 9110 sections 10.2.1, 10.2.3 and 11.6.1). */
const HEADERS_OF_STATUS: Readonly<Record<number, keyof typeof RESPONSE_HEADERS>> = {
  401: 'WWW-Authenticate',
  405: 'Allow',
  429: 'Retry-After',
  503: 'Retry-After',
};

/** The error responses of a route by status, as references. */
export function describeRouteErrors(route: RouteDescription): Record<string, Reference> {
  return Object.fromEntries(
    [...groupByStatus(route)].map(([status, codes]) => [
      status,
      refer('responses', nameOf(route, status, codes)),
    ]),
  );
}

/** What these references lead to. */
export function listErrorResponses(): Record<string, ResponseObject> {
  return Object.fromEntries(
    Object.values(ROUTE_DESCRIPTIONS).flatMap((route) =>
      [...groupByStatus(route)].map(([status, codes]) => [
        nameOf(route, status, codes),
        describeResponse(route, status, codes),
      ]),
    ),
  );
}

function nameOf({ name, before }: RouteDescription, status: number, codes: readonly ErrorCode[]): string {
  return codes.every((code) => before.includes(code)) ? `Any${status}` : `${name}${status}`;
}

function describeResponse(
  { answersWith, before, codes: own }: RouteDescription,
  status: number,
  codes: readonly ErrorCode[],
): ResponseObject {
  // Middleware answers by the Accept header, before the route decides.
  const inJson = answersWith === 'json' ? codes : codes.filter((code) => before.includes(code));
  const hasPage =
    answersWith === 'page' || codes.some((code) => before.includes(code) && !own.includes(code));
  const demanded = HEADERS_OF_STATUS[status];
  return {
    description: codes.map((code) => `\`${code}\`: ${ERROR_CATALOGUE[code].description}`).join('\n\n'),
    headers: referToHeaders('X-Request-Id', 'Cache-Control', ...(demanded ? [demanded] : [])),
    content: {
      ...(inJson.length > 0 && { 'application/json': describeJson(inJson) }),
      ...(hasPage && { 'text/html': PAGE }),
    },
  };
}

function describeJson(codes: readonly ErrorCode[]): MediaType {
  const schemas = codes.map((code) => refer('schemas', nameErrorSchema(code)));
  const [only] = schemas;
  return {
    schema: schemas.length === 1 && only ? { ...only } : { oneOf: schemas },
    examples: Object.fromEntries(codes.map((code) => [code, refer('examples', code)])),
  };
}
