import { ConnectError } from '../connections/connection-error.ts';
import { DomiError } from '../oauth/errors.ts';

/** A token response has a few KB; a larger one is a fault, or an attack on our memory. Holds for its decoded form too. */
export const MAX_RESPONSE_BYTES = 64 * 1024;

export function createTooLargeError(): DomiError {
  return new DomiError('provider_invalid_answer', { reason: 'response larger than 64 KiB' });
}

/** @param isHandedOver whether the request was handed to a connection, so that the provider may have it */
export function createTimeoutError(isHandedOver: boolean): ConnectError | DomiError {
  return isHandedOver
    ? new DomiError('provider_timeout', { reason: 'no response in time' })
    : new ConnectError('no connection in time');
}
