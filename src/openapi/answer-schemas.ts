import type { OpenApiSchema } from './open-api-document.ts';
import { REQUEST_ID } from './response-headers.ts';

const MOMENT = { type: 'string', format: 'date-time', pattern: '^[0-9-]{10}T[0-9:]{8}Z$' };
const SECONDS = { type: 'integer', minimum: 1 };

/** Bodies of answers that succeed. */
export const ANSWER_SCHEMAS = {
  Tokens: {
    type: 'object',
    description: 'The response of the meeting service as one flat object (RFC 6749 section 5.1).',
    required: ['access_token', 'refresh_token', 'token_type'],
    properties: {
      access_token: { type: 'string', minLength: 1, description: 'For calls to the meeting service.' },
      refresh_token: {
        type: 'string',
        minLength: 1,
        description: 'For the next refresh. The presented one when the meeting service sent no other.',
      },
      token_type: { type: 'string', minLength: 1, description: 'How to present the access token: `Bearer`.' },
      expires_in: { ...SECONDS, description: 'Seconds that the access token is valid, if known.' },
      scope: { type: 'string', description: 'Granted permissions, separated as the meeting service does.' },
      expires_at: { ...MOMENT, description: 'When the access token ends, in UTC, if known.' },
      refresh_expires_at: {
        ...MOMENT,
        description: 'When the refresh token ends if it is not used before, in UTC, if known.',
      },
      refresh_before: {
        ...MOMENT,
        description:
          'A client that refreshes before this moment (UTC) needs no new sign-in. Absent if not known.',
      },
      refresh_token_expires_in: { ...SECONDS, description: 'Seconds, as some meeting services send it.' },
      ext_expires_in: { ...SECONDS, description: 'Seconds, as Microsoft sends it.' },
    },
    additionalProperties: {
      type: ['string', 'number', 'boolean'],
      description: 'Further members that the record of the provider lets through, such as `api_url` of Zoom.',
    },
  },
  Revoked: {
    type: 'object',
    description: 'The grant has ended. A token that the meeting service does not know counts as revoked.',
    required: ['revoked'],
    additionalProperties: false,
    properties: {
      revoked: { type: 'boolean', const: true, description: 'Always true: everything else is an error.' },
    },
  },
  Diagnosis: {
    type: 'object',
    description: 'A request as it arrived, without secrets and without text that a sender could choose.',
    required: [
      'address_known',
      'scheme',
      'http_version',
      'client_address',
      'forwarded',
      'authorization_present',
      'authorization_is_bearer',
      'authorization_length',
      'header_bytes',
      'config_hash',
      'request_id',
    ],
    additionalProperties: false,
    properties: {
      address_known: { type: 'boolean', description: 'Whether host and path belong to a tenant.' },
      site_in_service: {
        type: 'boolean',
        description: 'False while the configuration of the tenant has a fault. Absent without a tenant.',
      },
      scheme: {
        type: 'string',
        enum: ['http', 'https'],
        description: 'Of the connection that the request came by.',
      },
      http_version: { type: 'string', description: 'Of the request: `1.1` or `1.0`.' },
      public_url: { type: 'string', format: 'uri', description: 'Of the tenant. Absent without one.' },
      host_is_public_host: {
        type: 'boolean',
        description: 'Whether the Host header is that of the public URL. Absent without a tenant.',
      },
      client_address: {
        type: 'string',
        description: 'IP address of the client, resolved from the connection and the trusted proxies.',
      },
      forwarded: { type: 'boolean', description: 'Whether a proxy added X-Forwarded-For or Forwarded.' },
      authorization_present: { type: 'boolean', description: 'Whether an Authorization header arrived.' },
      authorization_is_bearer: { type: 'boolean', description: 'Whether it has the scheme Bearer.' },
      authorization_length: { type: 'integer', minimum: 0, description: 'Its length in characters.' },
      header_bytes: { type: 'integer', minimum: 0, description: 'Size of all headers in bytes.' },
      config_hash: {
        type: 'string',
        minLength: 1,
        description: 'Names the provider files in use, as `domi_config_info` does.',
      },
      request_id: {
        type: 'string',
        pattern: REQUEST_ID,
        description: 'Names this request in the log.',
      },
    },
  },
  DeliveryTaken: {
    type: 'object',
    description: 'Empty for events. For the validation of an endpoint: its token, and the signature of it.',
    additionalProperties: false,
    dependentRequired: { plainToken: ['encryptedToken'], encryptedToken: ['plainToken'] },
    properties: {
      plainToken: { type: 'string', minLength: 1, description: 'As it was sent.' },
      encryptedToken: {
        type: 'string',
        pattern: '^[0-9a-f]{64}$',
        description: 'HMAC-SHA256 of it with the secret token of the app, in hex.',
      },
    },
  },
  Document: {
    type: 'object',
    description: 'This document.',
    required: ['openapi', 'info', 'servers', 'tags', 'paths', 'webhooks', 'components'],
    additionalProperties: false,
    properties: {
      openapi: { type: 'string', const: '3.1.0', description: 'Version of the OpenAPI Specification.' },
      info: { type: 'object', description: 'What this is, and its version.' },
      servers: { type: 'array', minItems: 1, description: 'Where the web port is.' },
      tags: { type: 'array', description: 'Groups of operations.' },
      paths: { type: 'object', description: 'Every address with its methods and answers.' },
      webhooks: { type: 'object', description: 'Requests that this service sends to the operator.' },
      components: { type: 'object', description: 'Schemas, responses, headers and examples.' },
    },
  },
} as const satisfies Readonly<Record<string, OpenApiSchema>>;
