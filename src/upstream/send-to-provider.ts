import type { ProviderResponse } from '../oauth/provider-response.ts';
import type { ProviderRequest } from '../oauth/token-request.ts';

/**
 * Sends one request to a provider and returns the response, whatever its status. Throws DomiError without a response:
 * `provider_unreachable` only if nothing of the request was handed to a connection.
 * @param budget milliseconds for everything together
 * @param sendWithin milliseconds after which nothing is written any more, since nobody would wait for the response; the
 *   budget when absent
 */
export type SendToProvider = (
  request: ProviderRequest,
  budget: number,
  sendWithin?: number,
) => Promise<ProviderResponse>;
