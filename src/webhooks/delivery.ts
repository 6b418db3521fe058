import type { DeliveryEvent } from '../observability/events.ts';

/** An event of a provider as it arrived. */
export interface Delivery {
  /** Byte for byte, since the signature covers it. */
  readonly body: Buffer;
  /** `x-zm-signature` */
  readonly signature: string | undefined;
  /** `x-zm-request-timestamp` */
  readonly timestamp: string | undefined;
}

/** How a delivery ended, and on success what the provider must find in the answer. */
export interface DeliveryResult extends DeliveryEvent {
  readonly answer?: Readonly<Record<string, string>>;
}
