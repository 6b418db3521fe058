import { isDomiError } from '../../src/oauth/errors.ts';
import { SYSTEM_CLOCK } from '../../src/time/clock.ts';
import type { SendToProvider } from '../../src/upstream/send-to-provider.ts';
import { createSenders, type SenderOptions } from '../../src/upstream/senders.ts';

const CARRIES = { undici: 'refresh_token', got: 'authorization_code' } as const;

export type ClientName = keyof typeof CARRIES;

/** The HTTP clients behind `SendToProvider`: callers must see no difference. */
export const CLIENT_NAMES = Object.keys(CARRIES) as ClientName[];

/** As the service makes it, for a provider on loopback. */
export function createTestSender(client: ClientName, options: Partial<SenderOptions> = {}): SendToProvider {
  return createSenders({
    userAgent: 'test',
    clock: SYSTEM_CLOCK,
    proxies: undefined,
    allowPrivateAddresses: true,
    ...options,
  })[CARRIES[client]];
}

export const FORM = 'grant_type=refresh_token&refresh_token=TOKEN';

/** @returns the status of the response, or code and reason of the error */
export async function ask(
  send: SendToProvider,
  url: string,
  budget = 5000,
  sendWithin = budget,
): Promise<number | string> {
  const request = { url, headers: { accept: 'application/json' }, body: FORM };
  try {
    return (await send(request, budget, sendWithin)).status;
  } catch (error) {
    return isDomiError(error) ? `${error.code}: ${error.reason}` : `unexpected: ${String(error)}`;
  }
}
