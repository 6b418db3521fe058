import type { DeliveryLedger } from '../webhooks/delivery-memory.ts';
import type { Store } from './connect-store.ts';
import { readReply } from './run-script.ts';
import { CLAIM, DROP } from './scripts.ts';
import { buildDeliveryKey } from './store-keys.ts';

/** Milliseconds. Zoom waits for 3 s, two of which may go into forwarding. */
const BUDGET = 500;

const TAKEN = '1';

/** Lets all replicas share what was delivered. Without the store each remembers its own deliveries. */
export function createRedisDeliveryLedger(store: Store): DeliveryLedger {
  return {
    async claim(delivery, ms) {
      const call = { script: CLAIM, keys: [buildDeliveryKey(delivery)], values: [TAKEN, String(ms)] };
      const reply = readReply(await store.attempt(call, BUDGET));
      return !(Array.isArray(reply) && reply[0] === TAKEN);
    },
    async release(delivery) {
      await store.attempt({ script: DROP, keys: [buildDeliveryKey(delivery)] }, BUDGET);
    },
  };
}
