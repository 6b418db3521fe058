/** What a provider sent back, not parsed yet. */
export interface ProviderResponse {
  readonly status: number;
  /** The `Retry-After` header as sent. */
  readonly retryAfter?: string | undefined;
  readonly body: string;
}
