import { setTimeout as elapse } from 'node:timers/promises';
import type { Config } from '../config/config.ts';
import type { ConfigSource } from '../config-source/config-source.ts';
import { createFlowKeeper } from '../flow/flow-keeper.ts';
import { createGrants } from '../grants/grants.ts';
import { createPort } from '../http/port.ts';
import { createLimiter } from '../limits/limiter.ts';
import { describeError, type Logger } from '../observability/logger.ts';
import { createRegistry, type Metrics } from '../observability/metrics.ts';
import { NO_TRACING, type Tracing } from '../observability/tracing.ts';
import { createPages } from '../pages/pages.ts';
import type { Refresher } from '../refresh/refresher.ts';
import { createKeyRing } from '../sealing/key-ring.ts';
import type { Store, StoreChange } from '../store/connect-store.ts';
import type { StoreTimes } from '../store/redis-refresh-store.ts';
import { type GuardLimits, guardSender } from '../upstream/guard-sender.ts';
import { createSender, type UpstreamTimeouts } from '../upstream/sender.ts';
import { traceSender } from '../upstream/trace-sender.ts';
import { createApp } from './app.ts';
import { connectObservers } from './connect-observers.ts';
import { connectRefresher } from './connect-refresher.ts';
import { followConfig } from './follow-config.ts';
import { createManagementApp } from './management-app.ts';

export interface ServiceOptions {
  readonly config: Config;
  readonly logger: Logger;
  /** Takes the audit stream; without one there is none. */
  readonly auditLogger?: Logger | undefined;
  /** Without one nothing is traced. */
  readonly tracing?: Tracing | undefined;
  readonly build: { readonly version: string; readonly commit: string };
  readonly now?: () => Date;
  readonly upstreamTimeouts?: Partial<UpstreamTimeouts>;
  readonly guardLimits?: Partial<GuardLimits>;
  readonly storeTimes?: Partial<StoreTimes>;
  /** Where the outbound proxy variables are looked up. */
  readonly proxyEnvironment?: Readonly<Record<string, string | undefined>>;
  /** Keeps the configuration up to date with its files; without it, it stays as it is. */
  readonly configSource?: ConfigSource | undefined;
  /** Called when everything is loaded and nobody is served yet. */
  readonly onLoaded?: () => void;
  /** Interface to listen on; all of them by default. */
  readonly host?: string;
}

export interface Service {
  readonly webPort: number;
  readonly managementPort: number;
  /**
   * Leaves in order: not ready, a pause in which everybody notices, no new connections, wait for the requests in
   * hand, close.
   * @param deadline milliseconds after the pause until connections are cut
   * @param pause milliseconds in which requests are still accepted
   */
  stop(deadline: number, pause?: number): Promise<void>;
}

/** Builds the service out of its configuration and listens on both ports. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { logger, build, tracing = NO_TRACING } = options;
  /** The configuration in use: one reference, so that all of it changes in one step. */
  let config = options.config;
  const now = options.now ?? (() => new Date());
  const registry = createRegistry();
  const observers = connectObservers({
    registry,
    config,
    build,
    logger,
    auditLogger: options.auditLogger,
    tracing,
  });
  const { metrics } = observers;
  observers.adopt(config);

  const send = guardSender(
    traceSender(
      createSender({
        userAgent: `domi/${build.version}`,
        ...(options.upstreamTimeouts && { timeouts: options.upstreamTimeouts }),
        ...(options.proxyEnvironment && { proxyEnvironment: options.proxyEnvironment }),
      }),
      tracing,
    ),
    (provider, state) => metrics.circuitState.set({ provider }, CIRCUIT_STATES[state]),
    options.guardLimits,
  );
  const store =
    config.storeUrl === undefined
      ? undefined
      : await openStore(config.storeUrl, (change) => reportStore(change, metrics, logger));
  const keyRing = createKeyRing(config.sealKeys);
  const grants = createGrants({ send, now, report: observers.reportGrant });
  const { refresher, stop: stopRefresher } = connectRefresher({
    config,
    grants,
    keyRing,
    store,
    storeTimes: options.storeTimes,
    metrics,
    now,
  });
  const limiter = createLimiter({
    store,
    report: (refusal) => metrics.requestsLimited.inc({ ...refusal }),
  });
  const app = createApp({
    directory: () => config.directory,
    flows: createFlowKeeper(keyRing.sealer, now),
    grants,
    refresher,
    limiter,
    pages: await createPages(),
    observers: observers.requests,
    tracing,
    logger,
    trustedProxies: config.trustedProxies,
  });

  let isReady = false;
  const management = createManagementApp({
    registry,
    isReady: () => isReady,
    reportUnexpected: (error) => logger.error({ error: describeError(error) }, 'unexpected error'),
  });
  const webPort = createPort(app.callback(), config.tls, observers.reportRefusal);
  const managementPort = createPort(management.callback(), config.tls);
  options.onLoaded?.();
  const managementNumber = await managementPort.listen(config.managementPort, options.host);
  const webNumber = await webPort.listen(config.webPort, options.host).catch(async (error) => {
    await managementPort.close(0);
    throw error;
  });
  isReady = true;

  function adopt(next: Config): void {
    // A random key of this process is not to be found in any file.
    const sealKeys = next.areSealKeysShared ? next.sealKeys : config.sealKeys;
    config = { ...next, sealKeys };
    keyRing.replace(sealKeys);
    for (const port of [webPort, managementPort]) if (next.tls) port.replaceCertificate(next.tls);
    observers.adopt(config);
  }
  const { configSource } = options;
  const following = configSource && followConfig({ source: configSource, adopt, metrics, logger });

  return {
    webPort: webNumber,
    managementPort: managementNumber,
    async stop(deadline, pause = 0) {
      isReady = false;
      webPort.turnAway();
      await configSource?.stop();
      await following;
      await elapse(pause);
      await Promise.all([webPort.close(deadline), settle(refresher, deadline)]);
      stopRefresher();
      await store?.close();
      // Last, since probes are asked while the rest leaves.
      await managementPort.close(0);
    },
  };
}

const CIRCUIT_STATES = { closed: 0, 'half-open': 1, open: 2 } as const;

/** The client of the store takes 30 MB and a fifth of a second to load, which services without one do not pay. */
async function openStore(url: string, report: (change: StoreChange) => void): Promise<Store> {
  const { connectStore } = await import('../store/connect-store.ts');
  return connectStore({ url, report });
}

/** Told once for each change, not for each request. */
function reportStore(change: StoreChange, metrics: Metrics, logger: Logger): void {
  metrics.storeUp.set(change.isUp ? 1 : 0);
  if (change.isUp) logger.info('store up');
  else logger.warn({ reason: change.reason }, 'store down, going on without it');
}

function settle(refresher: Refresher, deadline: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(resolve, deadline);
    refresher.settle().then(() => {
      clearTimeout(cut);
      resolve();
    });
  });
}
