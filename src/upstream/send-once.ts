import type { ProviderResponse } from '../oauth/provider-response.ts';
import type { ProviderRequest } from '../oauth/token-request.ts';

/**
 * One attempt to send a request. Throws ConnectError if nothing of it was handed to a connection, and DomiError for
 * everything that happens later.
 * @param budget milliseconds, the wait for a connection included
 * @param sendWithin milliseconds after which nothing is written any more; the budget when absent
 */
export type SendOnce = (
  request: ProviderRequest,
  budget: number,
  sendWithin?: number,
) => Promise<ProviderResponse>;
