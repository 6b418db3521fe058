import type { ReloadEvent } from './events.ts';
import { describeError, type Logger } from './logger.ts';

/** Faults in one log line; `domi check` lists all of them. */
const MAX_FAULTS = 20;

export function logReload(logger: Logger, event: ReloadEvent): void {
  switch (event.kind) {
    case 'reloaded': {
      const { warnings, directory } = event.config;
      for (const warning of warnings) logger.warn({ warning }, 'configuration');
      const seconds = Math.round(event.seconds * 1000) / 1000;
      logger.info({ tenants: directory.tenants.length, seconds }, 'configuration reloaded');
      break;
    }
    case 'unchanged':
      logger.debug('configuration unchanged');
      break;
    case 'refused': {
      const faults = event.faults.slice(0, MAX_FAULTS).map(({ where, message }) => `${where}: ${message}`);
      logger.error(
        { faults, fault_count: event.faults.length },
        'configuration refused, keeping the current one',
      );
      break;
    }
    case 'failed':
      logger.error(
        { error: describeError(event.error) },
        'configuration could not be validated, keeping the current one',
      );
  }
}
