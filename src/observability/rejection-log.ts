import type { ConfigurationSummary } from './events.ts';
import type { Logger } from './logger.ts';

/** Logs each tenant that is left out: once, again when its faults change, and when it is back. */
export function createRejectionLog(logger: Logger): (summary: ConfigurationSummary) => void {
  let known: ReadonlyMap<string, string> = new Map();

  return ({ rejected, tenants }) => {
    const now = new Map<string, string>();
    for (const { id, faults, faultCount } of rejected.tenants) {
      // Without places: lines move when another tenant of the file changes.
      const text = faults.map(({ message }) => message).join('\n');
      now.set(id, text);
      if (known.get(id) === text) continue;
      const shown = faults.map(({ where, message }) => `${where}: ${message}`);
      logger.error({ tenant: id, faults: shown, fault_count: faultCount }, 'tenant left out');
    }
    const unnamed = rejected.count - rejected.tenants.length;
    if (unnamed > 0) logger.error({ tenants: unnamed }, 'further tenants left out');
    logRecovered(logger, known, now, tenants);
    known = now;
  };
}

function logRecovered(
  logger: Logger,
  before: ReadonlyMap<string, string>,
  now: ReadonlyMap<string, string>,
  tenants: ConfigurationSummary['tenants'],
): void {
  const candidates = new Set([...before.keys()].filter((id) => !now.has(id)));
  if (candidates.size === 0) return;
  for (const { id } of tenants) if (candidates.has(id)) logger.info({ tenant: id }, 'tenant served again');
}
