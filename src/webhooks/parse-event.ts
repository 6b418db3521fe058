import type { DeliveredEvent } from '../observability/events.ts';

/** An event of a provider (https://developers.zoom.us/docs/api/webhooks/#webhook-structure). */
export type WebhookEvent =
  | { readonly kind: 'url_validation'; readonly plainToken: string }
  | {
      readonly kind: Exclude<DeliveredEvent, 'url_validation' | 'unread'>;
      /** The whole event, for whoever it is forwarded to. */
      readonly content: Readonly<Record<string, unknown>>;
    };

/**
 * A token that we sign in answer must not look like a delivery (`v0:time:body`), or its signature would be one. Zoom's have 22
 * characters.
 */
const PLAIN_TOKEN = /^[A-Za-z0-9_-]{1,200}$/;

/** @returns undefined for anything that is no event */
export function parseEvent(body: Buffer): WebhookEvent | undefined {
  const content = parseObject(body);
  if (content === undefined || typeof content['event'] !== 'string') return undefined;
  switch (content['event']) {
    case 'endpoint.url_validation': {
      const plainToken = readPlainToken(content['payload']);
      return plainToken === undefined ? undefined : { kind: 'url_validation', plainToken };
    }
    case 'app_deauthorized':
      return { kind: 'app_deauthorized', content };
    default:
      return { kind: 'other', content };
  }
}

function parseObject(body: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function readPlainToken(payload: unknown): string | undefined {
  const token = isObject(payload) ? payload['plainToken'] : undefined;
  return typeof token === 'string' && PLAIN_TOKEN.test(token) ? token : undefined;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
