import type { FaultList } from '../report/fault-list.ts';

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent';

export const LOG_LEVELS: readonly string[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

export function readLogLevel(text: string | undefined, faults: FaultList): LogLevel {
  if (!text) return 'info';
  const level = text.toLowerCase();
  if (LOG_LEVELS.includes(level)) return level as LogLevel;
  faults.add('LOG_LEVEL', `must be one of ${LOG_LEVELS.join(', ')}`);
  return 'info';
}
