import type { Config } from '../config/config.ts';
import type { Store } from '../store/connect-store.ts';
import { createRedisDeliveryLedger } from '../store/redis-delivery-ledger.ts';
import type { Clock } from '../time/clock.ts';
import { createSenders, type SenderOptions } from '../upstream/senders.ts';
import { createDeliveryMemory } from '../webhooks/delivery-memory.ts';
import { createEventForwarder, type ForwardEvent } from '../webhooks/event-forwarder.ts';
import { createWebhookReceiver, type WebhookReceiver } from '../webhooks/webhook-receiver.ts';

export interface WebhookSetup {
  readonly inUse: { readonly config: Pick<Config, 'webhookForward'> };
  readonly store: Store | undefined;
  /** How providers are reached. */
  readonly way: SenderOptions;
  readonly clock: Clock;
}

export function connectWebhooks({ inUse, store, way, clock }: WebhookSetup): WebhookReceiver {
  return createWebhookReceiver({
    memory: createDeliveryMemory(store && createRedisDeliveryLedger(store), clock.monotonic),
    // The address comes from the environment: where there is none now, there is none later.
    forward: inUse.config.webhookForward ? connectForwarder(way, clock) : async () => false,
    target: () => inUse.config.webhookForward,
    now: clock.now,
  });
}

/** The operator's own address may be in a private network, and has connections of its own. */
function connectForwarder(way: SenderOptions, clock: Clock): ForwardEvent {
  const senders = createSenders({ ...way, allowPrivateAddresses: true });
  return createEventForwarder({ send: senders.authorization_code, now: clock.now });
}
