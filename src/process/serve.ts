import type { Config } from '../config/config.ts';
import { findOldFolder } from '../config/find-old-folder.ts';
import { ConfigError, EXIT_CONFIG } from '../config/report/config-error.ts';
import { createConfigSource } from '../config-source/config-source.ts';
import { describeError, type Logger } from '../observability/logger.ts';
import type { BuildInfo } from '../observability/metrics.ts';
import { startService } from '../service/start-service.ts';
import { DRAIN_BUDGET, TELEMETRY_BUDGET } from '../time/budgets.ts';
import { explainFailure } from './explain-failure.ts';
import { logEnabled, logProxies, logSettings } from './log-start.ts';
import { openOutputs } from './outputs.ts';
import { readDescriptorLimit } from './read-descriptor-limit.ts';
import { listenToSignals, type SignalHost } from './signals.ts';
import { startTelemetry } from './telemetry.ts';

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
  let loaded: Config | undefined;
  try {
    const telemetry = await startTelemetry(environment, build.version);
    const configSource = createConfigSource(environment);
    const config = await configSource.load();
    loaded = config;
    const logger = outputs.createLogger(config.logLevel);
    telemetry?.reportTo(logger);
    logFaults(host, logger);
    for (const warning of [...config.warnings, ...listOldFolder()]) logger.warn({ warning }, 'configuration');
    logSettings(config, logger);
    logProxies(config, logger);
    const service = await startService({
      config,
      descriptorLimit: readDescriptorLimit(),
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
    logEnabled(config, environment, logger);
    const { hash } = config;
    logger.info({ ...build, port: service.webPort, metrics_port: service.managementPort, hash }, 'ready');
  } catch (error) {
    if (error instanceof ConfigError) {
      host.writeError(renderFaults(error));
      host.exit(EXIT_CONFIG);
      return;
    }
    const { fields, text } = explainFailure(error, loaded);
    outputs.createLogger(loaded?.logLevel ?? 'info').fatal(fields, text);
    host.exit(1);
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

function listOldFolder(): string[] {
  const warning = findOldFolder();
  return warning === undefined ? [] : [warning];
}

/** Warnings as well: a misspelt name is often the cause of a fault. */
function renderFaults({ warnings, message }: ConfigError): string {
  const lines = [...warnings, ...listOldFolder()].map((warning) => `warning: ${warning}\n`);
  return `The configuration has faults:\n${lines.join('')}${message}\n`;
}
