import { setTimeout as elapse } from 'node:timers/promises';
import type { Config } from '../config/config.ts';
import { findOldFolder } from '../config/find-old-folder.ts';
import { ConfigError, EXIT_CONFIG } from '../config/report/config-error.ts';
import { createConfigSource } from '../config-source/config-source.ts';
import type { BuildInfo } from '../observability/declare-process-metrics.ts';
import { describeError, type Logger } from '../observability/logger.ts';
import { startService } from '../service/start-service.ts';
import { DRAIN_BUDGET, OUTPUT_BUDGET, TELEMETRY_BUDGET, THREAD_END_BUDGET } from '../time/budgets.ts';
import { SYSTEM_CLOCK } from '../time/clock.ts';
import { explainFailure } from './explain-failure.ts';
import { logEnabled, logProxies, logSettings } from './log-start.ts';
import type { StandardStream } from './output/open-standard-sink.ts';
import { type Outputs, openOutputs } from './output/outputs.ts';
import { readDescriptorLimit } from './read-descriptor-limit.ts';
import { listenToSignals, type SignalHost } from './signals.ts';
import { startTelemetry } from './start-telemetry.ts';

/** The part of `process` that the service uses. */
export interface ServeHost extends SignalHost {
  /** `OTEL_LOG_LEVEL` is removed from it when tracing is on. */
  readonly environment: Record<string, string | undefined>;
  readonly build: BuildInfo;
  onFault(name: 'uncaughtException' | 'unhandledRejection', handler: (error: unknown) => void): void;
  /** @param hasThreads whether there are threads of our own, which must not hold up the end */
  exit(code: number, hasThreads?: boolean): void;
  readonly stdout: StandardStream;
  readonly stderr: StandardStream;
  /** Called once, when everything is loaded, before the first request. */
  collectGarbage(): void;
}

/**
 * Runs the service until a signal. Exits with 78 for faults of the configuration, and with 1 for other failures to
 * start.
 */
export async function serve(parent: ServeHost): Promise<void> {
  const { environment, build } = parent;
  const outputs = openOutputs({ ...parent, clock: SYSTEM_CLOCK });
  const configSource = createConfigSource(environment);
  const exit = (code: number): void => parent.exit(code, configSource.hasThreads());
  const host: ServeHost = { ...parent, exit: createExit(outputs, exit) };
  const signals = listenToSignals(host);
  let loaded: Config | undefined;
  try {
    const telemetry = await startTelemetry(environment, build.version, outputs.createLogger('info'));
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
      countDroppedLines: outputs.countDropped,
      onLoaded: host.collectGarbage,
    });
    host.onSignal('SIGHUP', configSource.request);
    const drainDelay = config.drainDelay * 1000;
    signals.onShutdown(async () => {
      logger.info('stopping');
      const stopping = service
        .stop(DRAIN_BUDGET, drainDelay)
        .then(() => telemetry?.stop(TELEMETRY_BUDGET))
        .then(() => true);
      // Every part has a budget of its own; whatever ignores it must not keep the process.
      const isOver = elapse(drainDelay + DRAIN_BUDGET + TELEMETRY_BUDGET + THREAD_END_BUDGET, false);
      if (!(await Promise.race([stopping, isOver]))) {
        logger.error('stopping takes too long, and is given up');
        throw new Error('not stopped in time');
      }
      logger.info('stopped');
    });
    logEnabled(config, environment, logger);
    const { hash } = config;
    logger.info({ ...build, port: service.webPort, metrics_port: service.managementPort, hash }, 'ready');
  } catch (error) {
    if (error instanceof ConfigError) {
      outputs.writeReport(renderFaults(error));
      host.exit(EXIT_CONFIG);
      return;
    }
    const { fields, text } = explainFailure(error, loaded);
    outputs.createLogger(loaded?.logLevel ?? 'info').fatal(fields, text);
    host.exit(1);
  }
}

/** Writes what waits before the process ends; a second call ends it at once. */
function createExit(outputs: Outputs, exit: (code: number) => void): (code: number) => void {
  let isEnding = false;
  return (code) => {
    if (isEnding) {
      exit(code);
      return;
    }
    isEnding = true;
    outputs.end(OUTPUT_BUDGET).finally(() => exit(code));
  };
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
