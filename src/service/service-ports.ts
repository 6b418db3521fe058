import type { SecureContextOptions } from 'node:tls';
import type Koa from 'koa';
import type { Config } from '../config/config.ts';
import type { DomiState } from '../http/context.ts';
import type { ConnectionLimits } from '../http/divide-descriptors.ts';
import { createPort, type Port } from '../http/port.ts';
import type { Hub } from '../observability/hub.ts';
import { SEND_BUDGET } from '../time/budgets.ts';
import type { Clock } from '../time/clock.ts';

export interface ServicePorts {
  /** For Notes clients and browsers. */
  readonly web: Port;
  /** For the cluster. */
  readonly management: Port;
}

export interface ServicePortsParts {
  readonly app: Koa<DomiState>;
  readonly management: Koa<DomiState>;
  readonly bounds: ConnectionLimits;
  /** Undefined: plain HTTP on both. */
  readonly tls: SecureContextOptions | undefined;
  readonly hub: Hub;
  readonly clock: Clock;
}

/** Creates both ports; neither listens yet. */
export function createServicePorts(parts: ServicePortsParts): ServicePorts {
  const { app, management, bounds, tls, hub, clock } = parts;
  const observers = { observeUnparsed: hub.requestUnparsed, observeConnection: hub.connectionFailed };
  const both = { tls, clock, sendBudget: SEND_BUDGET, ...observers };
  return {
    web: createPort({ name: 'web', handle: app.callback(), maxConnections: bounds.web, ...both }),
    management: createPort({
      name: 'management',
      handle: management.callback(),
      maxConnections: bounds.management,
      ...both,
    }),
  };
}

/**
 * Listens on both ports, or on none.
 * @param host interface to listen on; undefined: all of them
 * @returns the numbers of the ports, which differ from the configured ones when those are 0
 */
export async function listenOnBoth(
  ports: ServicePorts,
  config: Pick<Config, 'webPort' | 'managementPort'>,
  host: string | undefined,
): Promise<{ readonly web: number; readonly management: number }> {
  const management = await ports.management.listen(config.managementPort, host);
  const web = await ports.web.listen(config.webPort, host).catch(async (error) => {
    await ports.management.close(0);
    throw error;
  });
  return { web, management };
}
