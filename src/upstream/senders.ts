import { type ConnectTimeouts, createConnector } from '../connections/connector.ts';
import { type Lookup, lookUpAddresses } from '../connections/resolver.ts';
import type { OutboundProxies } from '../networks/outbound-proxies.ts';
import { createProxyFinder } from '../networks/proxy-finder.ts';
import type { GrantType } from '../oauth/grant-type.ts';
import { CALL_BUDGET } from '../time/budgets.ts';
import type { Clock } from '../time/clock.ts';
import { CONNECT_TIMEOUTS, MAX_CONNECTIONS, MAX_RARE_CONNECTIONS } from './connection-limits.ts';
import { createGotSender } from './got-sender.ts';
import type { SendOnce } from './send-once.ts';
import type { SendToProvider } from './send-to-provider.ts';
import { tryTwice } from './try-twice.ts';
import { createUndiciSender } from './undici-sender.ts';

/** How each kind of grant is sent. */
export type Senders = Readonly<Record<GrantType, SendToProvider>>;

/** Milliseconds. */
export interface UpstreamTimeouts extends ConnectTimeouts {
  /** One attempt, if less than the budget of the call. */
  readonly request: number;
}

export interface SenderOptions {
  readonly userAgent: string;
  readonly clock: Clock;
  /** Undefined: every call goes out directly. */
  readonly proxies: OutboundProxies | undefined;
  /** Whether a provider may be in a private network, on loopback for instance: for demo and tests. */
  readonly allowPrivateAddresses: boolean;
  readonly timeouts?: Partial<UpstreamTimeouts> | undefined;
  /** In place of the operating system's. */
  readonly lookup?: Lookup | undefined;
}

const TIMEOUTS: UpstreamTimeouts = {
  ...CONNECT_TIMEOUTS,
  request: CALL_BUDGET,
};

export function createSenders(options: SenderOptions): Senders {
  const { userAgent, clock, proxies, allowPrivateAddresses, lookup = lookUpAddresses } = options;
  const timeouts = { ...TIMEOUTS, ...options.timeouts };
  const findProxy = createProxyFinder(proxies);
  const connect = createConnector({
    findProxy,
    lookup,
    timeouts,
    scope: allowPrivateAddresses ? 'any' : 'public',
  });
  // Responses are small. Without a coding, nothing unfolds.
  const headers = { 'user-agent': userAgent, 'accept-encoding': 'identity' };
  const limit = (send: SendOnce): SendOnce => {
    return (request, budget, sendWithin = budget) =>
      send(request, Math.min(timeouts.request, budget), Math.min(timeouts.request, sendWithin));
  };
  const way = { connect, findProxy, headers, monotonic: clock.monotonic };
  const undici = tryTwice(limit(createUndiciSender({ ...way, connections: MAX_CONNECTIONS })), clock);
  const got = tryTwice(limit(createGotSender({ ...way, connections: MAX_RARE_CONNECTIONS })), clock);

  // Refreshes are nearly all of the traffic, and undici sends them for a fraction of the cost.
  return { refresh_token: undici, authorization_code: got, revoke_token: got };
}
