import type { PathItem } from '../open-api-document.ts';
import { describeHeader } from './describe-header.ts';

const FORWARDED = {
  type: 'object',
  description: 'In the form of the Standard Webhooks specification.',
  required: ['type', 'timestamp', 'data'],
  properties: {
    type: {
      type: 'string',
      const: 'app.deauthorized',
      description: 'A user has removed the app at the meeting service.',
    },
    timestamp: { type: 'string', format: 'date-time', description: 'When it was forwarded, in UTC.' },
    data: {
      type: 'object',
      description: 'Whose event it is.',
      required: ['tenant', 'provider', 'event'],
      properties: {
        tenant: { type: 'string', description: 'Id of the tenant.' },
        provider: { type: 'string', description: 'Id of the provider.' },
        event: { type: 'object', description: 'The event as the meeting service sent it.' },
      },
    },
  },
};

/** What this service sends to the address that the operator names. */
export function describeForwarding(): Record<string, PathItem> {
  return {
    appDeauthorized: {
      post: {
        operationId: 'forwardAppDeauthorized',
        tags: ['Webhooks'],
        summary: 'An event that this service forwards to `DOMI_WEBHOOK_FORWARD_URL`',
        description: 'Sent again by the meeting service if it is not taken within 2 seconds.',
        parameters: [
          describeHeader('webhook-id', 'The same for every attempt to deliver one event.'),
          describeHeader('webhook-timestamp', 'Seconds since 1970.'),
          describeHeader('webhook-signature', '`v1,` and the HMAC-SHA256 of `id.timestamp.body`, in Base64.'),
        ],
        security: [],
        requestBody: {
          description: 'One event.',
          required: true,
          content: {
            'application/json': {
              schema: FORWARDED,
              example: {
                type: 'app.deauthorized',
                timestamp: '2026-11-26T10:00:00.000Z',
                data: { tenant: 'acme', provider: 'zoom', event: { event: 'app_deauthorized' } },
              },
            },
          },
        },
        responses: { '2XX': { description: 'Taken. With any other status the event is delivered again.' } },
      },
    },
  };
}
