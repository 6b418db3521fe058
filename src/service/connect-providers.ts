import { createClientProver } from '../client-authentication/client-prover.ts';
import type { Config } from '../config/config.ts';
import { readBelow } from '../config/files/read-below.ts';
import { toOutboundProxies } from '../config/settings/to-outbound-proxies.ts';
import type { Lookup } from '../connections/resolver.ts';
import { createGrants, type Grants } from '../grants/grants.ts';
import type { ProveClient } from '../oauth/client-proof.ts';
import type { BuildInfo } from '../observability/declare-process-metrics.ts';
import type { Hub } from '../observability/hub.ts';
import type { Clock } from '../time/clock.ts';
import { UNDIVIDED } from '../upstream/bulkheads.ts';
import {
  createProviderGateway,
  type GatewayLimits,
  type ProviderGateway,
} from '../upstream/provider-gateway.ts';
import {
  createSenders,
  type SenderOptions,
  type Senders,
  type UpstreamTimeouts,
} from '../upstream/senders.ts';

export interface ProvidersSetup {
  readonly config: Config;
  readonly build: BuildInfo;
  readonly hub: Hub;
  readonly clock: Clock;
  readonly upstreamTimeouts?: Partial<UpstreamTimeouts> | undefined;
  readonly gatewayLimits?: Partial<GatewayLimits> | undefined;
  readonly lookup?: Lookup | undefined;
}

export interface ProvidersConnection {
  /** How calls leave; the webhooks' forwarder leaves the same way. */
  readonly way: SenderOptions;
  /** Without the gateway. */
  readonly senders: Senders;
  readonly gateway: ProviderGateway;
  readonly prove: ProveClient;
  /** Through the gateway, each observed. */
  readonly grants: Grants;
}

/** The way to the meeting services: proxies, senders, the gateway in front of them, and the grants that use it. */
export function connectProviders(setup: ProvidersSetup): ProvidersConnection {
  const { config, build, hub, clock } = setup;
  const way = {
    userAgent: `domi/${build.version}`,
    clock,
    proxies: toOutboundProxies(config.outboundProxies),
    allowPrivateAddresses: config.allowInsecureProviders,
    timeouts: setup.upstreamTimeouts,
    lookup: setup.lookup,
  };
  const senders = createSenders(way);
  const gateway = createProviderGateway({
    senders,
    clock,
    observeCircuit: hub.circuitChanged,
    limits: { ...(config.directory.isSingle && UNDIVIDED), ...setup.gatewayLimits },
  });
  const prove = createClientProver({ now: clock.now, readFile: readBelow });
  const grants = createGrants({ send: gateway.call, prove, clock, observe: hub.grantEnded });
  return { way, senders, gateway, prove, grants };
}
