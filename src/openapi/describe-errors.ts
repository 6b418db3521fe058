import { buildErrorAnswer } from '../oauth/build-error-answer.ts';
import { DomiError, ERROR_CATALOGUE, ERROR_CODES, type ErrorCode } from '../oauth/errors.ts';
import type { Components, OpenApiSchema } from './open-api-document.ts';
import { REQUEST_ID } from './response-headers.ts';

/** Schema and example of each error of the catalogue, by code. */
export function describeErrors(): Pick<Components, 'schemas' | 'examples'> {
  return {
    schemas: Object.fromEntries(ERROR_CODES.map((code) => [nameErrorSchema(code), describeError(code)])),
    examples: Object.fromEntries(ERROR_CODES.map((code) => [code, buildExample(code)])),
  };
}

/** @returns `InvalidGrant` for `invalid_grant` */
export function nameErrorSchema(code: ErrorCode): string {
  return code.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Closed, and exact in what the catalogue fixes, so that an answer that differs from it is found. */
function describeError(code: ErrorCode): OpenApiSchema {
  const { action, retryable, description } = ERROR_CATALOGUE[code];
  return {
    type: 'object',
    description,
    required: ['error', 'error_description', 'action', 'retryable', 'request_id'],
    additionalProperties: false,
    properties: {
      error: { type: 'string', const: code, description: 'Names the error; see docs/errors.md.' },
      error_description: {
        type: 'string',
        minLength: 1,
        description:
          'One or two fixed English sentences for the reader of a log. Nothing of the request is in it.',
      },
      action: {
        type: 'string',
        const: action,
        description:
          'What the user can do: `reauthorize`, get a new token; `retry`, keep the token and try again later; `contact_admin`.',
      },
      ...(action === 'reauthorize' && {
        action_url: {
          type: 'string',
          format: 'uri',
          description: 'Start page of this meeting service, where a new sign-in begins.',
        },
      }),
      retryable: {
        type: 'boolean',
        const: retryable,
        description: 'Whether the same request may succeed later, unchanged.',
      },
      ...(code === 'unsupported_token_type' && {
        manage_url: {
          type: 'string',
          format: 'uri',
          description: 'Page of the meeting service where a user removes the app by hand.',
        },
      }),
      request_id: {
        type: 'string',
        pattern: REQUEST_ID,
        description: 'Names this request in the log, as `X-Request-Id` does: ten letters and digits.',
      },
    },
  };
}

function buildExample(code: ErrorCode): { summary: string; value: unknown } {
  const { status, description } = ERROR_CATALOGUE[code];
  const startUrl = 'https://domi.example.com/dominoZoom/index.html';
  return {
    summary: `${status} ${description}`,
    value: buildErrorAnswer(new DomiError(code), '7K3F9QZ1XA', { startUrl }),
  };
}
