import type { Config } from '../config/config.ts';
import type { Environment } from '../config/settings/environment.ts';
import {
  createReloader,
  type ReloadEvent,
  type Reloader,
  type ReloadTimes,
} from '../config-source/create-reloader.ts';
import type { Reading } from '../config-source/recorded-disk.ts';
import { NO_TENANTS, type TenantsInUse } from '../config-source/tenant-assembler.ts';
import { describeError, type Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';
import type { Tenant } from '../tenants/tenant.ts';

export interface ReloadOptions {
  readonly environment: Environment;
  /** How the configuration that the service starts with was read. */
  readonly reading: Reading;
  /** What is known of it from reading it; its tenants alone when absent. */
  readonly known?: TenantsInUse | undefined;
  readonly times?: Partial<ReloadTimes> | undefined;
}

export interface ReloaderParts extends ReloadOptions {
  readonly tenants: readonly Tenant[];
  /** Puts a configuration to use, in one step. */
  readonly adopt: (config: Config) => void;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** More faults than anybody reads in a log; `domi check` tells all of them. */
const MAX_FAULTS = 20;

/** A reloader whose every outcome is seen in the log and in the metrics. */
export function connectReloader(parts: ReloaderParts): Reloader {
  const {
    environment,
    reading,
    tenants,
    known = { ...NO_TENANTS, tenants },
    times,
    adopt,
    metrics,
    logger,
  } = parts;

  function report(event: ReloadEvent): void {
    metrics.lastReloadSuccessful.set(event.kind === 'reloaded' || event.kind === 'unchanged' ? 1 : 0);
    switch (event.kind) {
      case 'reloaded': {
        adopt(event.config);
        for (const warning of event.config.warnings) logger.warn({ warning }, 'configuration');
        const { length } = event.config.directory.tenants;
        logger.info({ tenants: length, seconds: round(event.seconds) }, 'configuration reloaded');
        break;
      }
      case 'unchanged':
        metrics.lastReloadSuccessTimestamp.set(Date.now() / 1000);
        logger.debug('configuration unchanged');
        break;
      case 'refused': {
        const faults = event.faults.slice(0, MAX_FAULTS).map(({ where, message }) => `${where}: ${message}`);
        logger.error(
          { faults, fault_count: event.faults.length },
          'configuration refused, the one in use stays',
        );
        break;
      }
      case 'failed':
        logger.error(
          { error: describeError(event.error) },
          'configuration could not be judged, the one in use stays',
        );
    }
  }
  return createReloader({ environment, reading, known, times, report });
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
