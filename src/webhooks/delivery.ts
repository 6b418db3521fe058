/** An event of a provider as it arrived. */
export interface Delivery {
  /** Byte for byte, since the signature covers it. */
  readonly body: Buffer;
  /** `x-zm-signature` */
  readonly signature: string | undefined;
  /** `x-zm-request-timestamp` */
  readonly timestamp: string | undefined;
}

/** What an event is about. `unread` is one that was refused before it was read. */
export type WebhookEventKind = 'app_deauthorized' | 'url_validation' | 'other' | 'unread';

/**
 * How a delivery ended.
 * - `forged`: the signature is missing or wrong.
 * - `late`: the signature is right, but too old, or from the future.
 * - `replayed`: the same delivery has been accepted before.
 * - `malformed`: authentic, but not an event.
 * - `not_forwarded`: the operator's address did not take it. The provider delivers it again.
 */
export type DeliveryOutcome =
  | 'accepted'
  | 'forged'
  | 'late'
  | 'replayed'
  | 'malformed'
  | 'too_large'
  | 'not_forwarded';

export interface DeliveryResult {
  readonly event: WebhookEventKind;
  readonly outcome: DeliveryOutcome;
  /** What the provider must find in the answer. */
  readonly answer?: Readonly<Record<string, string>>;
}
