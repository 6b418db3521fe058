import { createHmac } from 'node:crypto';

export interface SignedDelivery {
  readonly body: string;
  readonly headers: Record<string, string>;
}

/** A delivery as Zoom signs it. */
export function signDelivery(event: object | string, secret: string, at = Date.now()): SignedDelivery {
  const body = typeof event === 'string' ? event : JSON.stringify(event);
  const timestamp = String(Math.floor(at / 1000));
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    body,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'x-zm-request-timestamp': timestamp,
      'x-zm-signature': `v0=${signature}`,
    },
  };
}

let serial = 0;

/** What Zoom says when a user removes the app; each one is another user's. */
export function createRemoval(): { event: string; event_ts: number; payload: Record<string, string> } {
  serial += 1;
  return {
    event: 'app_deauthorized',
    event_ts: Date.now(),
    payload: {
      account_id: 'account-of-a-customer',
      user_id: `user-${serial}`,
      signature: `removal-${serial}`,
      deauthorization_time: '2026-11-26T10:00:00.000Z',
      client_id: 'zoom-id',
    },
  };
}
