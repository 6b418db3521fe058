import { setTimeout as elapse } from 'node:timers/promises';
import type { Config } from '../config/config.ts';
import type { ConfigSource } from '../config-source/config-source.ts';
import type { Lookup } from '../connections/resolver.ts';
import { createFlowKeeper } from '../flow/flow-keeper.ts';
import { divideDescriptors } from '../http/divide-descriptors.ts';
import type { BuildInfo, DroppedLines } from '../observability/declare-process-metrics.ts';
import { createHub } from '../observability/hub.ts';
import type { Logger } from '../observability/logger.ts';
import { createRegistry } from '../observability/metrics.ts';
import type { Tracing } from '../observability/tracing.ts';
import { createPages } from '../pages/pages.ts';
import type { ProbeTimes } from '../probing/standing-probe.ts';
import { createKeyRing } from '../sealing/key-ring.ts';
import type { StoreTimes } from '../store/store-session.ts';
import { type Clock, SYSTEM_CLOCK } from '../time/clock.ts';
import { type EventLoopDelay, measureEventLoopDelay } from '../time/event-loop-delay.ts';
import type { GatewayLimits } from '../upstream/provider-gateway.ts';
import type { UpstreamTimeouts } from '../upstream/senders.ts';
import { adoptConfig, probeApps } from './adopt-config.ts';
import { createApp } from './app.ts';
import { connectProbe } from './connect-probe.ts';
import { connectProviders } from './connect-providers.ts';
import { connectRefresher } from './connect-refresher.ts';
import { connectWebhooks } from './connect-webhooks.ts';
import { describeConfiguration } from './describe-configuration.ts';
import { followConfig } from './follow-config.ts';
import { createManagementApp } from './management-app.ts';
import { openStore } from './open-store.ts';
import { createProtections } from './protections.ts';
import { createServicePorts, listenOnBoth } from './service-ports.ts';
import { settleFlights } from './settle-flights.ts';
import { summarizeConfiguration } from './summarize-configuration.ts';

export interface ServiceOptions {
  readonly config: Config;
  readonly logger: Logger;
  /** Logger of the audit stream; undefined: no audit stream. */
  readonly auditLogger?: Logger | undefined;
  /** Undefined: no tracing. */
  readonly tracing?: Tracing | undefined;
  readonly build: BuildInfo;
  readonly clock?: Clock;
  /** How many descriptors the process may open; undefined if that is not known. */
  readonly descriptorLimit?: number | undefined;
  /** Undefined: measured. */
  readonly eventLoop?: EventLoopDelay | undefined;
  readonly upstreamTimeouts?: Partial<UpstreamTimeouts> | undefined;
  readonly gatewayLimits?: Partial<GatewayLimits> | undefined;
  readonly storeTimes?: Partial<StoreTimes> | undefined;
  readonly probeTimes?: Partial<ProbeTimes> | undefined;
  /** In place of the operating system's, for the names of providers. */
  readonly lookup?: Lookup | undefined;
  /** Keeps the configuration up to date with its files; undefined: the configuration never changes. */
  readonly configSource?: ConfigSource | undefined;
  /** How many log lines were dropped since the start. */
  readonly countDroppedLines?: () => DroppedLines;
  /** Called when everything is loaded, before the first request. */
  readonly onLoaded?: () => void;
  /** Interface to listen on; all of them by default. */
  readonly host?: string;
}

export interface Service {
  readonly webPort: number;
  readonly managementPort: number;
  /**
   * Shuts down in order: not ready, a pause in which clients notice, no new connections, wait for the requests in flight,
   * close.
   * @param budget milliseconds after the pause until connections are cut
   * @param pause milliseconds in which requests are still accepted
   */
  stop(budget: number, pause?: number): Promise<void>;
}

/** Builds the service from its configuration and listens on both ports. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { logger, auditLogger, build, tracing, clock = SYSTEM_CLOCK } = options;
  /** The configuration in use: one reference, so that all of it changes in one step. */
  const inUse = { config: options.config };
  const { config } = options;

  const registry = createRegistry();
  const { metricsTenants: maxTenantLabels, warnings } = config;
  const { countDroppedLines } = options;
  const hub = createHub({
    registry,
    build,
    logger,
    auditLogger,
    tracing,
    countDroppedLines,
    clock,
    maxTenantLabels,
    warnings,
  });
  hub.configurationAdopted(summarizeConfiguration(config));

  const store = await openStore(config.store, hub, clock);
  const keyRing = createKeyRing(config.sealKeys);
  const { senders, way, gateway, prove, grants } = connectProviders({ ...options, hub, clock });
  const { storeTimes } = options;
  const {
    refresher,
    exchanger,
    stop: stopRefresher,
  } = connectRefresher({
    config,
    grants,
    keyRing,
    store,
    storeTimes,
    hub,
    clock,
  });

  const bounds = divideDescriptors(options.descriptorLimit, config.tls ? 'https' : 'http');
  const { eventLoop = measureEventLoopDelay(clock) } = options;
  let isReady = false;
  const app = createApp({
    inUse,
    flows: createFlowKeeper(keyRing.sealer, clock.now),
    exchanger,
    refresher,
    receiver: connectWebhooks({ inUse, store, way, clock }),
    ...createProtections({ store, keyRing, bounds, eventLoop, hub, clock }),
    pages: await createPages(),
    hub,
    clock,
    trustedProxies: config.trustedProxies,
    isReady: () => isReady,
  });
  const probe = connectProbe({
    config,
    send: senders.authorization_code,
    prove,
    keyRing,
    store,
    hub,
    clock,
    times: options.probeTimes,
  });
  const management = createManagementApp({
    registry,
    isReady: () => isReady,
    describe: () => describeConfiguration(inUse.config, build),
    hub,
    clock,
  });
  const ports = createServicePorts({ app, management, bounds, tls: config.tls, hub, clock });
  options.onLoaded?.();
  const numbers = await listenOnBoth(ports, config, options.host);
  isReady = true;
  const adoption = { inUse, ports, keyRing, gateway, probe, hub };
  probeApps(adoption);
  const { configSource } = options;
  const following = configSource && followConfig(configSource, (next) => adoptConfig(next, adoption), hub);

  return {
    webPort: numbers.web,
    managementPort: numbers.management,
    async stop(budget, pause = 0) {
      isReady = false;
      probe.stop();
      ports.web.endKeepAlive();
      await configSource?.stop();
      await following;
      await elapse(pause);
      await Promise.all([ports.web.close(budget), settleFlights([refresher, exchanger], budget)]);
      stopRefresher();
      eventLoop.stop();
      await store?.close();
      // Last, since probes must be answered during the shutdown.
      await ports.management.close(0);
    },
  };
}
