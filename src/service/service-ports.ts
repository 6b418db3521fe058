import type { SecureContextOptions } from 'node:tls';
import type Koa from 'koa';
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
