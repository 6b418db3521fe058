import { createHash } from 'node:crypto';
import { LRUCache } from 'lru-cache';
import { MAX_AGE } from './verify-signature.ts';

/** Remembers deliveries, so that each counts once. */
export interface DeliveryMemory {
  /** @returns false when it was delivered before, here or to another replica */
  claim(delivery: string): Promise<boolean>;
  /** Lets the delivery come again. */
  release(delivery: string): Promise<void>;
}

/** What replicas share of it. No method throws. */
export interface DeliveryLedger {
  /**
   * @param ms how long it is remembered
   * @returns false when another replica has it; true also when nobody can be asked
   */
  claim(delivery: string, ms: number): Promise<boolean>;
  release(delivery: string): Promise<void>;
}

/**
 * Only authentic deliveries take a place, so nobody else can fill it. A provider would have to send 16 of them a second to
 * make the oldest ones forgotten.
 */
const MAX_DELIVERIES = 10_000;

/** Milliseconds. A signature from the future is valid for longest. */
const REMEMBERED = 2 * MAX_AGE * 1000;

/** @param ledger undefined for a replica that is alone */
export function createDeliveryMemory(
  ledger: DeliveryLedger | undefined,
  monotonic: () => number,
): DeliveryMemory {
  const forgottenAt = new LRUCache<string, number>({ max: MAX_DELIVERIES });
  return {
    async claim(delivery) {
      const now = monotonic();
      if ((forgottenAt.get(delivery) ?? 0) > now) return false;
      forgottenAt.set(delivery, now + REMEMBERED);
      return ledger === undefined || ledger.claim(delivery, REMEMBERED);
    },
    async release(delivery) {
      forgottenAt.delete(delivery);
      await ledger?.release(delivery);
    },
  };
}

/** Names a delivery by its signature, without containing it. */
export function nameDelivery(digest: Buffer): string {
  return createHash('sha256').update(digest).digest('base64url');
}
