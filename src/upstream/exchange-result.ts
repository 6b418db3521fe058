import type { ConnectError } from '../connections/connection-error.ts';
import type { DomiError } from '../oauth/errors.ts';
import type { ProviderResponse } from '../oauth/provider-response.ts';

/** How an exchange ends: the two functions of a promise. */
export interface ExchangeResult {
  resolve(response: ProviderResponse): void;
  reject(error: ConnectError | DomiError): void;
}
