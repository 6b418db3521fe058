import type { Config } from '../config/config.ts';
import { ConfigError, EXIT_CONFIG } from '../config/report/config-error.ts';
import { createConfigSource } from '../config-source/config-source.ts';
import { describeError, type Logger } from '../observability/logger.ts';
import type { BuildInfo } from '../observability/metrics.ts';
import { startService } from '../service/start-service.ts';
import { listAddresses } from '../tenants/addresses.ts';
import { DRAIN_BUDGET, TELEMETRY_BUDGET } from '../time/budgets.ts';
import { openOutputs } from './outputs.ts';
import { listenToSignals, type SignalHost } from './signals.ts';
import { startTelemetry } from './telemetry.ts';

/** Addresses to log; `domi onboard` prints those of any tenant. */
const MAX_ADDRESSES = 20;

/** The part of `process` that the service uses. */
export interface ServeHost extends SignalHost {
  /** `OTEL_LOG_LEVEL` is removed from it when tracing is on. */
  readonly environment: Record<string, string | undefined>;
  readonly build: BuildInfo;
  onFault(name: 'uncaughtException' | 'unhandledRejection', handler: (error: unknown) => void): void;
  writeError(text: string): void;
  /** Called once, when everything is loaded, before the first request. */
  collectGarbage(): void;
}

/**
 * Runs the service until a signal. Exits with 78 for faults of the configuration, and with 1 for other failures to
 * start.
 */
export async function serve(parent: ServeHost): Promise<void> {
  const { environment, build } = parent;
  const outputs = openOutputs();
  const host: ServeHost = {
    ...parent,
    exit(code) {
      outputs.flush();
      parent.exit(code);
    },
  };
  const signals = listenToSignals(host);
  try {
    const telemetry = await startTelemetry(environment, build.version);
    const configSource = createConfigSource(environment);
    const config = await configSource.load();
    const logger = outputs.createLogger(config.logLevel);
    telemetry?.reportTo(logger);
    logFaults(host, logger);
    for (const warning of config.warnings) logger.warn({ warning }, 'configuration');
    logProxies(config, logger);
    const service = await startService({
      config,
      logger,
      auditLogger: outputs.createAuditLogger(config.auditLog),
      tracing: telemetry?.tracing,
      build,
      configSource,
      onLoaded: host.collectGarbage,
    });
    host.onSignal('SIGHUP', configSource.request);
    signals.onShutdown(async () => {
      logger.info('stopping');
      await service.stop(DRAIN_BUDGET, config.drainDelay * 1000);
      await telemetry?.stop(TELEMETRY_BUDGET);
      logger.info('stopped');
    });
    logAddresses(config, logger);
    const { hash } = config;
    logger.info({ ...build, port: service.webPort, metrics_port: service.managementPort, hash }, 'ready');
  } catch (error) {
    host.writeError(`${explain(error)}\n`);
    host.exit(error instanceof ConfigError ? EXIT_CONFIG : 1);
  }
}

/** Logs uncaught errors. Only an exception ends the process: a rejection concerns one request. */
function logFaults(host: ServeHost, logger: Logger): void {
  for (const name of ['uncaughtException', 'unhandledRejection'] as const) {
    host.onFault(name, (error) => {
      logger.fatal({ error: describeError(error) }, name);
      if (name === 'uncaughtException') host.exit(1);
    });
  }
}

function logAddresses({ directory }: Config, logger: Logger): void {
  const addresses = listAddresses(directory.tenants.slice(0, MAX_ADDRESSES));
  for (const address of addresses.slice(0, MAX_ADDRESSES)) logger.info(address, 'enabled');
}

/** Without user and password. */
function logProxies({ outboundProxies: { https, http } }: Config, logger: Logger): void {
  if (https === undefined && http === undefined) return;
  logger.info(
    { https_proxy: https && showOrigin(https), http_proxy: http && showOrigin(http) },
    'outbound proxies',
  );
}

function showOrigin(address: string): string {
  return new URL(address).origin;
}

function explain(error: unknown): string {
  if (error instanceof ConfigError) return `The configuration has faults:\n${error.message}`;
  const { name, code } = describeError(error);
  if (code === 'EADDRINUSE') return 'A port is already in use: set PORT and METRICSPORT to free ones.';
  if (code === 'EACCES') return 'No permission to listen on PORT or METRICSPORT.';
  return `The service cannot start: ${name}${code ? ` (${code})` : ''}`;
}
