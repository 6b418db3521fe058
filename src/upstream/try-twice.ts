import { ConnectError } from '../connections/connection-error.ts';
import { DomiError } from '../oauth/errors.ts';
import type { Clock } from '../time/clock.ts';
import type { SendOnce } from './send-once.ts';
import type { SendToProvider } from './send-to-provider.ts';

/**
 * There is one more attempt, and only if no connection was made: no byte of the token has been sent then. A server that
 * is being replaced, or a name server that lost a packet, is often back after this pause.
 */
const RETRY_PAUSE_MS = 100;

/** To make a connection: with less, the second attempt would only repeat the end of the first one. */
const MIN_RETRY_MS = 1000;

export function tryTwice(sendOnce: SendOnce, clock: Clock): SendToProvider {
  return async (request, budget, sendWithin = budget) => {
    const startedAt = clock.monotonic();
    try {
      return await sendOnce(request, budget, sendWithin);
    } catch (error) {
      const spent = clock.monotonic() - startedAt + RETRY_PAUSE_MS;
      const left = sendWithin - spent;
      if (!(error instanceof ConnectError) || error.isFinal || left < MIN_RETRY_MS) throw toDomiError(error);
      await clock.sleep(RETRY_PAUSE_MS);
      return sendOnce(request, budget - spent, left).catch((second: unknown) => {
        throw toDomiError(second);
      });
    }
  };
}

function toDomiError(error: unknown): unknown {
  return error instanceof ConnectError
    ? new DomiError('provider_unreachable', { reason: error.message })
    : error;
}
