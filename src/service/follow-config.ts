import type { Config } from '../config/config.ts';
import type { ConfigChange, ConfigSource } from '../config-source/config-source.ts';
import { describeError, type Logger } from '../observability/logger.ts';
import type { Metrics } from '../observability/metrics.ts';

export interface FollowerParts {
  readonly source: ConfigSource;
  /** Puts a configuration to use, in one step. */
  readonly adopt: (config: Config) => void;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

/** More faults than anybody reads in a log; `domi check` lists all of them. */
const MAX_FAULTS = 20;

/** Adopts every configuration that the source reloads, until it stops; log and metrics show what became of each. */
export async function followConfig({ source, adopt, metrics, logger }: FollowerParts): Promise<void> {
  for await (const change of source.changes()) {
    const outcome = perform(change, adopt);
    observe(outcome, metrics, logger);
  }
}

/** @returns the change, or what failed in adopting it */
function perform(change: ConfigChange, adopt: (config: Config) => void): ConfigChange {
  try {
    if (change.kind === 'reloaded') adopt(change.config);
    return change;
  } catch (error) {
    return { kind: 'failed', error };
  }
}

function observe(change: ConfigChange, metrics: Metrics, logger: Logger): void {
  metrics.lastReloadSuccessful.set(change.kind === 'reloaded' || change.kind === 'unchanged' ? 1 : 0);
  switch (change.kind) {
    case 'reloaded': {
      for (const warning of change.config.warnings) logger.warn({ warning }, 'configuration');
      const { length } = change.config.directory.tenants;
      logger.info({ tenants: length, seconds: round(change.seconds) }, 'configuration reloaded');
      break;
    }
    case 'unchanged':
      metrics.lastReloadSuccessTimestamp.set(Date.now() / 1000);
      logger.debug('configuration unchanged');
      break;
    case 'refused': {
      const faults = change.faults.slice(0, MAX_FAULTS).map(({ where, message }) => `${where}: ${message}`);
      logger.error(
        { faults, fault_count: change.faults.length },
        'configuration refused, the one in use stays',
      );
      break;
    }
    case 'failed':
      logger.error(
        { error: describeError(change.error) },
        'configuration could not be judged, the one in use stays',
      );
  }
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
