import { createHmac } from 'node:crypto';
import type { ProviderResponse } from '../oauth/provider-response.ts';
import type { ProviderRequest } from '../oauth/token-request.ts';

/** Where the operator wants to have events, and what signs them. */
export interface ForwardTarget {
  readonly url: string;
  /** Base64. */
  readonly secret: string;
}

export interface ForwardedEvent {
  /** The same for every attempt to forward one delivery. */
  readonly id: string;
  readonly tenantId: string;
  readonly providerId: string;
  /** As the provider has sent it. */
  readonly content: Readonly<Record<string, unknown>>;
}

/** @returns whether the operator's address has taken the event; never throws */
export type ForwardEvent = (target: ForwardTarget, event: ForwardedEvent) => Promise<boolean>;

export interface ForwarderParts {
  /** @param budget milliseconds within which the response must arrive */
  readonly send: (request: ProviderRequest, budget: number) => Promise<ProviderResponse>;
  readonly now: () => Date;
}

/** Milliseconds. Zoom waits for 3 s, and delivers again later what was not taken by then. */
const BUDGET = 2000;

/** An address that hangs must not hold many requests. */
const MAX_IN_FLIGHT = 16;

/** Forwards events in the form of the Standard Webhooks specification, for which there are libraries to verify it. */
export function createEventForwarder({ send, now }: ForwarderParts): ForwardEvent {
  let inFlight = 0;
  return async (target, event) => {
    if (inFlight >= MAX_IN_FLIGHT) return false;
    inFlight += 1;
    try {
      const { status } = await send(buildForward(target, event, now()), BUDGET);
      return status >= 200 && status < 300;
    } catch {
      return false;
    } finally {
      inFlight -= 1;
    }
  };
}

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
function buildForward({ url, secret }: ForwardTarget, event: ForwardedEvent, now: Date): ProviderRequest {
  const { id, tenantId, providerId, content } = event;
  const seconds = Math.floor(now.getTime() / 1000);
  const body = JSON.stringify({
    type: 'app.deauthorized',
    timestamp: now.toISOString(),
    data: { tenant: tenantId, provider: providerId, event: content },
  });
  const signature = createHmac('sha256', Buffer.from(secret, 'base64'))
    .update(`${id}.${seconds}.${body}`)
    .digest('base64');
  return {
    url,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(seconds),
      'webhook-signature': `v1,${signature}`,
    },
    body,
  };
}
