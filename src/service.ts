import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Registry } from 'prom-client';
import { createApp } from './app.ts';
import type { Config } from './config/load-config.ts';
import { createFlowKeeper } from './flow/flow-keeper.ts';
import { createGrants, type GrantReport } from './grants/create-grants.ts';
import { createServer } from './http/create-server.ts';
import { createManagementApp } from './management.ts';
import { describeError, type Logger } from './observability/logger.ts';
import { createMetrics } from './observability/metrics.ts';
import { createPages } from './pages/pages.ts';
import { createSealer } from './sealing/sealer.ts';
import { createSender, type UpstreamTimeouts } from './upstream/create-sender.ts';

export interface ServiceOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly build: { readonly version: string; readonly commit: string };
  readonly now?: () => Date;
  readonly upstreamTimeouts?: Partial<UpstreamTimeouts>;
  /** Where the outbound proxy variables are looked up. */
  readonly proxyEnvironment?: Readonly<Record<string, string | undefined>>;
  /** Interface to listen on; all of them by default. */
  readonly host?: string;
}

export interface Service {
  readonly webPort: number;
  readonly managementPort: number;
  /**
   * Leaves in order: not ready, no new connections, wait for the requests in hand, close.
   * @param deadline milliseconds after which connections are cut
   */
  stop(deadline: number): Promise<void>;
}

/** Builds the service out of its configuration and listens on both ports. */
export async function startService(options: ServiceOptions): Promise<Service> {
  const { config, logger, build } = options;
  const now = options.now ?? (() => new Date());
  const registry = new Registry();
  const metrics = createMetrics(registry, build);
  metrics.tenants.set(config.directory.tenants.length);

  const send = createSender({
    userAgent: `domi/${build.version}`,
    ...(options.upstreamTimeouts && { timeouts: options.upstreamTimeouts }),
    ...(options.proxyEnvironment && { proxyEnvironment: options.proxyEnvironment }),
  });
  const report = ({ providerId, grantType, outcome, seconds }: GrantReport): void => {
    metrics.tokenRequests.inc({ provider: providerId, grant_type: grantType, outcome });
    metrics.providerSeconds.observe({ provider: providerId, grant_type: grantType }, seconds);
  };
  const app = createApp({
    directory: () => config.directory,
    flows: createFlowKeeper(createSealer(config.sealKeys), now),
    grants: createGrants({ send, now, report }),
    pages: await createPages(),
    metrics,
    logger,
    trustedProxies: config.trustedProxies,
  });

  let isReady = false;
  const management = createManagementApp({
    registry,
    isReady: () => isReady,
    reportUnexpected: (error) => logger.error({ error: describeError(error) }, 'unexpected error'),
  });
  const webServer = createServer(app.callback(), config.tls);
  const managementServer = createServer(management.callback(), config.tls);
  const managementPort = await listen(managementServer, config.managementPort, options.host);
  const webPort = await listen(webServer, config.webPort, options.host).catch(async (error) => {
    await close(managementServer, 0);
    throw error;
  });
  isReady = true;

  return {
    webPort,
    managementPort,
    async stop(deadline) {
      isReady = false;
      await close(webServer, deadline);
      await close(managementServer, 0);
    },
  };
}

function listen(server: Server, port: number, host: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, ...(host && { host }) }, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

const IDLE_SWEEP_MS = 100;

/** A connection that idles in keep-alive would hold `close` open, so idle ones are ended until none is left. */
function close(server: Server, deadline: number): Promise<void> {
  return new Promise((resolve) => {
    const sweep = setInterval(() => server.closeIdleConnections(), IDLE_SWEEP_MS);
    const cut = setTimeout(() => server.closeAllConnections(), deadline);
    server.close(() => {
      clearInterval(sweep);
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}
