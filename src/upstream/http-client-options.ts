import type { Connect } from '../connections/connector.ts';
import type { FindProxy } from '../networks/proxy-finder.ts';

/** What both HTTP clients are made from. */
export interface HttpClientOptions {
  readonly connect: Connect;
  readonly findProxy: FindProxy;
  /** Sent with each request. */
  readonly headers: Readonly<Record<string, string>>;
  /** In use at the same time for one origin; what is more waits. */
  readonly connections: number;
  /** Milliseconds that never go back. */
  readonly monotonic: () => number;
}
