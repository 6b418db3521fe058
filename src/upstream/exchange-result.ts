import type { ConnectError } from '../connections/connection-error.ts';
import type { DomiError } from '../oauth/errors.ts';
import type { ProviderResponse } from '../oauth/provider-response.ts';

/** What an exchange must know from its beginning. */
export interface ExchangeTerms {
  /** Milliseconds from now until the response is complete. */
  readonly budget: number;
  /** Milliseconds from now, no more than the budget: after that, the request is not written any more. */
  readonly sendWithin: number;
  /** Milliseconds that never go back. */
  readonly monotonic: () => number;
  /** Whether a proxy reads the request to pass it on, so that a response may be its own. */
  readonly isForwarded: boolean;
}

/** How an exchange ends: the two functions of a promise. */
export interface ExchangeResult {
  resolve(response: ProviderResponse): void;
  reject(error: ConnectError | DomiError): void;
}
