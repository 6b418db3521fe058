import type { Registration } from '../oauth/registration.ts';
import type { Delivery, DeliveryResult } from './delivery.ts';
import { type DeliveryMemory, nameDelivery } from './delivery-memory.ts';
import type { ForwardEvent, ForwardTarget } from './event-forwarder.ts';
import { parseEvent, type WebhookEvent } from './parse-event.ts';
import { signToken, verifySignature } from './verify-signature.ts';

export interface WebhookReceiver {
  /** @param registration its provider has a webhook */
  receive(registration: Registration, delivery: Delivery): Promise<DeliveryResult>;
}

export interface ReceiverParts {
  readonly memory: DeliveryMemory;
  readonly forward: ForwardEvent;
  /** Read for each event; undefined: events are not forwarded. */
  readonly target: () => ForwardTarget | undefined;
  readonly now: () => Date;
}

/** Takes deliveries of providers: authentic, fresh and new ones only. */
export function createWebhookReceiver({ memory, forward, target, now }: ReceiverParts): WebhookReceiver {
  /** Only removals are forwarded: an app may be subscribed to anything. */
  async function handOn(registration: Registration, name: string, event: WebhookEvent): Promise<boolean> {
    const to = target();
    if (event.kind !== 'app_deauthorized' || to === undefined) return true;
    return forward(to, {
      id: `msg_${name}`,
      tenantId: registration.tenantId,
      providerId: registration.provider.id,
      content: event.content,
    });
  }

  return {
    async receive(registration, delivery) {
      const secrets = registration.provider.webhook?.secrets ?? [];
      const verified = verifySignature(secrets, delivery, now());
      if (verified === undefined) return { event: 'unread', outcome: 'forged' };
      if (!verified.isFresh) return { event: 'unread', outcome: 'late' };
      const event = parseEvent(delivery.body);
      if (event === undefined) return { event: 'unread', outcome: 'malformed' };
      const name = nameDelivery(verified.digest);
      if (!(await memory.claim(name))) return { event: event.kind, outcome: 'replayed' };
      if (!(await handOn(registration, name, event))) {
        await memory.release(name);
        return { event: event.kind, outcome: 'not_forwarded' };
      }
      return { event: event.kind, outcome: 'accepted', answer: buildAnswer(event, verified.secret) };
    },
  };
}

/** https://developers.zoom.us/docs/api/webhooks/#validate-your-webhook-endpoint */
function buildAnswer(event: WebhookEvent, secret: string): Readonly<Record<string, string>> {
  if (event.kind !== 'url_validation') return {};
  const { plainToken } = event;
  return { plainToken, encryptedToken: signToken(secret, plainToken) };
}
