import type { ReloadEvent, TenantLoss } from './events.ts';
import { isSuddenLoss } from './is-sudden-loss.ts';
import { describeError, type Logger } from './logger.ts';

/** Faults in one log line; `domi check` lists all of them. */
const MAX_FAULTS = 20;

/** Logs what becomes of each reading, and when all is well again after one that was not. */
export function createReloadLog(logger: Logger): (event: ReloadEvent) => void {
  let wasRefused = false;

  return (event) => {
    switch (event.kind) {
      case 'reloaded':
        logReloaded(logger, event);
        break;
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
    const isRefused = event.kind === 'refused' || event.kind === 'failed';
    if (wasRefused && !isRefused) logger.info('configuration accepted again');
    wasRefused = isRefused;
  };
}

function logReloaded(logger: Logger, event: Extract<ReloadEvent, { kind: 'reloaded' }>): void {
  const { warnings, directory, hash } = event.config;
  for (const warning of warnings) logger.warn({ warning }, 'configuration');
  const seconds = Math.round(event.seconds * 1000) / 1000;
  logger.info({ tenants: directory.tenants.length, seconds, hash }, 'configuration reloaded');
  if (isSuddenLoss(event.loss)) logLoss(logger, event.loss);
}

function logLoss(logger: Logger, { lost, before }: TenantLoss): void {
  logger.error({ tenants_lost: lost, tenants_before: before }, 'configuration lost many tenants at once');
}
