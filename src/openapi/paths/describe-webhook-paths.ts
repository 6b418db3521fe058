import { describeRouteErrors } from '../describe-route-errors.ts';
import type { DescribedProvider } from '../described-provider.ts';
import { type PathItem, refer } from '../open-api-document.ts';
import { referToHeaders } from '../response-headers.ts';
import { ROUTE_DESCRIPTIONS } from '../route-description.ts';
import { describeHeader } from './describe-header.ts';

const EVENT = {
  type: 'object',
  description: 'An event of the meeting service.',
  required: ['event'],
  properties: {
    event: { type: 'string', description: 'Its name: `app_deauthorized`, `endpoint.url_validation` …' },
    event_ts: { type: 'integer', description: 'When it happened: milliseconds since 1970.' },
    payload: { type: 'object', description: 'Depends on the event.' },
  },
};

/** The address at which a provider delivers signed events. */
export function describeWebhookPaths({ label, webhookPath }: DescribedProvider): Record<string, PathItem> {
  if (webhookPath === undefined) return {};
  return {
    [`/${webhookPath}`]: {
      post: {
        operationId: `webhook_${webhookPath}`,
        tags: ['Webhooks'],
        summary: `Take an event of ${label}`,
        description:
          'Signed by the meeting service, at most 300 seconds old, and once: everything else is refused with 403.',
        parameters: [
          describeHeader('X-Zm-Signature', '`v0=` and the HMAC-SHA256 of `v0:timestamp:body`, in hex.'),
          describeHeader('X-Zm-Request-Timestamp', 'Seconds since 1970, as they were signed.'),
        ],
        security: [],
        requestBody: {
          description: 'At most 64 KiB.',
          required: true,
          content: {
            'application/json': {
              schema: EVENT,
              example: {
                event: 'app_deauthorized',
                event_ts: 1795773600000,
                payload: { user_id: 'z8yCxTTTTS' },
              },
            },
          },
        },
        responses: {
          200: {
            description: 'Taken.',
            headers: referToHeaders('X-Request-Id', 'Cache-Control'),
            content: {
              'application/json': { schema: { ...refer('schemas', 'DeliveryTaken') }, example: {} },
            },
          },
          ...describeRouteErrors(ROUTE_DESCRIPTIONS.webhook),
        },
      },
    },
  };
}
