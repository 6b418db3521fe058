import type { HeaderObject, Reference } from './open-api-document.ts';
import { refer } from './open-api-document.ts';

/** Pattern of a request id: ten characters of Crockford's Base32. */
export const REQUEST_ID = '^[0-9A-HJKMNP-TV-Z]{10}$';

const TEXT = { type: 'string', minLength: 1 };

export const RESPONSE_HEADERS = {
  'X-Request-Id': {
    description: 'Names this request in the log. An id from outside is ignored.',
    required: true,
    schema: { type: 'string', pattern: REQUEST_ID },
  },
  'Cache-Control': {
    description: 'No cache may store the answer (RFC 6749 section 5.1).',
    required: true,
    schema: { const: 'no-store' },
  },
  'Retry-After': {
    description: 'Seconds to wait before the next attempt.',
    required: true,
    schema: { type: 'string', pattern: '^[0-9]+$' },
  },
  'WWW-Authenticate': {
    description: 'Challenge of RFC 6750 section 3; with `error="invalid_token"` when a header was sent.',
    required: true,
    schema: { type: 'string', pattern: '^Bearer realm="domi"(, error="invalid_token")?$' },
  },
  Allow: {
    description: 'The methods that this address answers, separated by commas.',
    required: true,
    schema: TEXT,
  },
  Location: {
    description: 'Where the browser goes next. Notes clients never need to follow it.',
    required: true,
    schema: TEXT,
  },
  'Set-Cookie': {
    description: 'Sealed state of one sign-in: `HttpOnly`, `SameSite=Lax`, for minutes.',
    required: false,
    schema: TEXT,
  },
} as const satisfies Readonly<Record<string, HeaderObject>>;

/** Header fields of a response, by name. */
export function referToHeaders(
  ...names: readonly (keyof typeof RESPONSE_HEADERS)[]
): Record<string, Reference> {
  return Object.fromEntries(names.map((name) => [name, refer('headers', name)]));
}
