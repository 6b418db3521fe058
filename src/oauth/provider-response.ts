/** A response of a provider, not parsed yet. */
export interface ProviderResponse {
  readonly status: number;
  /** The `Content-Type` header as sent. */
  readonly contentType?: string | undefined;
  /** The `Retry-After` header as sent. */
  readonly retryAfter?: string | undefined;
  readonly body: string;
}
