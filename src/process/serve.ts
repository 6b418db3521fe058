import { ConfigError, EXIT_CONFIG } from '../config/report/config-error.ts';
import { createConfigSource } from '../config-source/config-source.ts';
import {
  createLogger,
  describeError,
  type Logger,
  type Output,
  openOutput,
} from '../observability/logger.ts';
import { startService } from '../service/start-service.ts';
import { listAddresses } from '../tenants/addresses.ts';
import type { BuildInfo } from './build-info.ts';
import { startTelemetry } from './telemetry.ts';

/** Above the 25 s that a call to a provider may take, below the grace period of a pod. */
const DRAIN_DEADLINE_MS = 28_000;

/** For spans that are left, once everything else is over. */
const TELEMETRY_DEADLINE_MS = 3000;

/** More addresses than anybody reads are left to `domi onboard`. */
const MAX_ADDRESSES = 20;

/** The part of `process` that a serving process touches. */
export interface ServeHost {
  /** `OTEL_LOG_LEVEL` is removed from it when tracing is on. */
  readonly environment: Record<string, string | undefined>;
  readonly build: BuildInfo;
  onSignal(name: 'SIGTERM' | 'SIGINT' | 'SIGHUP', handler: () => void): void;
  onFault(name: 'uncaughtException' | 'unhandledRejection', handler: (error: unknown) => void): void;
  writeError(text: string): void;
  exit(code: number): void;
  /** Called once, when everything is loaded and nobody is served yet. */
  collectGarbage(): void;
}

/** Runs the service until a signal: first SIGTERM or SIGINT drains, a second one ends at once. */
export async function serve(parent: ServeHost): Promise<void> {
  const outputs: [Output, ...Output[]] = [openOutput()];
  const host: ServeHost = {
    ...parent,
    exit(code) {
      for (const output of outputs) output.flush();
      parent.exit(code);
    },
  };
  const signals = listenToSignals(host);
  try {
    const telemetry = await startTelemetry(host.environment, host.build.version);
    const configSource = createConfigSource(host.environment);
    const config = await configSource.load();
    const logger = createLogger(config.logLevel, outputs[0]);
    const auditLogger = openAudit(config.auditLog, outputs);
    telemetry?.reportTo(logger);
    for (const name of ['uncaughtException', 'unhandledRejection'] as const) {
      host.onFault(name, (error) => {
        logger.fatal({ error: describeError(error) }, name);
        if (name === 'uncaughtException') host.exit(1);
      });
    }
    for (const warning of config.warnings) logger.warn({ warning }, 'configuration');
    const service = await startService({
      config,
      logger,
      auditLogger,
      tracing: telemetry?.tracing,
      build: host.build,
      proxyEnvironment: host.environment,
      configSource,
      onLoaded: host.collectGarbage,
    });
    host.onSignal('SIGHUP', configSource.request);
    signals.leaveBy(async () => {
      logger.info('stopping');
      await service.stop(DRAIN_DEADLINE_MS, config.drainDelay * 1000);
      await telemetry?.stop(TELEMETRY_DEADLINE_MS);
      logger.info('stopped');
    });
    for (const address of listAddresses(config.directory.tenants.slice(0, MAX_ADDRESSES)).slice(
      0,
      MAX_ADDRESSES,
    ))
      logger.info(address, 'enabled');
    logger.info({ ...host.build, port: service.webPort, metrics_port: service.managementPort }, 'ready');
  } catch (error) {
    host.writeError(`${explain(error)}\n`);
    host.exit(error instanceof ConfigError ? EXIT_CONFIG : 1);
  }
}

/** The audit stream does not depend on the log level. */
function openAudit(place: string, outputs: [Output, ...Output[]]): Logger | undefined {
  if (place === 'off') return undefined;
  if (place !== 'stdout') outputs.push(openOutput(place));
  return createLogger('info', outputs.at(-1));
}

function explain(error: unknown): string {
  if (error instanceof ConfigError) return `The configuration has faults:\n${error.message}`;
  const { name, code } = describeError(error);
  if (code === 'EADDRINUSE') return 'A port is already in use: set PORT and METRICSPORT to free ones.';
  if (code === 'EACCES') return 'No permission to listen on the port.';
  return `The service cannot start: ${name}${code ? ` (${code})` : ''}`;
}

/**
 * Listens from the very start: the first process of a container ignores every signal that it has no handler for, so one
 * that comes while a large configuration loads would be lost.
 */
function listenToSignals(host: ServeHost): { leaveBy(leave: () => Promise<void>): void } {
  let leave = (): Promise<void> => Promise.resolve();
  let isLeaving = false;
  const stop = (): void => {
    if (isLeaving) {
      host.exit(1);
      return;
    }
    isLeaving = true;
    leave().then(
      () => host.exit(0),
      () => host.exit(1),
    );
  };
  host.onSignal('SIGTERM', stop);
  host.onSignal('SIGINT', stop);
  return {
    leaveBy(next) {
      leave = next;
    },
  };
}
