import type { Config } from '../config/config.ts';
import type { Store } from '../store/connect-store.ts';
import { createRedisDeliveryLedger } from '../store/redis-delivery-ledger.ts';
import type { Clock } from '../time/clock.ts';
import { createSenders, type SenderOptions } from '../upstream/senders.ts';
import { createDeliveryMemory } from '../webhooks/delivery-memory.ts';
import { createEventForwarder } from '../webhooks/event-forwarder.ts';
import { createWebhookReceiver, type WebhookReceiver } from '../webhooks/webhook-receiver.ts';

export interface WebhookSetup {
  readonly inUse: { readonly config: Pick<Config, 'webhookForward'> };
  readonly store: Store | undefined;
  /** How providers are reached. */
  readonly way: SenderOptions;
  readonly clock: Clock;
}

export function connectWebhooks({ inUse, store, way, clock }: WebhookSetup): WebhookReceiver {
  // The operator's own address may be in a private network, and has connections of its own.
  const senders = createSenders({ ...way, allowPrivateAddresses: true });
  return createWebhookReceiver({
    memory: createDeliveryMemory(store && createRedisDeliveryLedger(store), clock.monotonic),
    forward: createEventForwarder({ send: senders.authorization_code, now: clock.now }),
    target: () => inUse.config.webhookForward,
    now: clock.now,
  });
}
