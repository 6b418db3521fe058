import { readBuildInfo } from './build-info.ts';
import { ConfigError, EXIT_CONFIG } from './config/faults.ts';
import { loadConfig } from './config/load-config.ts';
import type { Environment } from './config/variables.ts';
import { createLogger, describeError } from './observability/logger.ts';
import { startService } from './service.ts';
import { listAddresses } from './tenants/addresses.ts';

/** Above the 25 s that a call to a provider may take, below the grace period of a pod. */
const DRAIN_DEADLINE_MS = 28_000;

/** More addresses than anybody reads are left to `domi onboard`. */
const MAX_ADDRESSES = 20;

/** The part of `process` that a serving process touches. */
export interface ServeHost {
  readonly environment: Environment;
  onSignal(name: 'SIGTERM' | 'SIGINT', handler: () => void): void;
  onFault(name: 'uncaughtException' | 'unhandledRejection', handler: (error: unknown) => void): void;
  writeError(text: string): void;
  exit(code: number): void;
}

/** Runs the service until a signal: first SIGTERM or SIGINT drains, a second one ends at once. */
export async function serve(host: ServeHost): Promise<void> {
  const signals = listenToSignals(host);
  try {
    const config = loadConfig(host.environment);
    const logger = createLogger(config.logLevel);
    for (const name of ['uncaughtException', 'unhandledRejection'] as const) {
      host.onFault(name, (error) => {
        logger.fatal({ error: describeError(error) }, name);
        if (name === 'uncaughtException') host.exit(1);
      });
    }
    for (const warning of config.warnings) logger.warn({ warning }, 'configuration');
    const build = readBuildInfo(host.environment['DOMI_COMMIT']);
    const service = await startService({ config, logger, build, proxyEnvironment: host.environment });
    signals.leaveBy(async () => {
      logger.info('stopping');
      await service.stop(DRAIN_DEADLINE_MS, config.drainDelay * 1000);
      logger.info('stopped');
    });
    for (const address of listAddresses(config.directory.tenants).slice(0, MAX_ADDRESSES))
      logger.info(address, 'enabled');
    logger.info({ ...build, port: service.webPort, metrics_port: service.managementPort }, 'ready');
  } catch (error) {
    host.writeError(`${explain(error)}\n`);
    host.exit(error instanceof ConfigError ? EXIT_CONFIG : 1);
  }
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
