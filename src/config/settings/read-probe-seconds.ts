import type { FaultList } from '../report/fault-list.ts';
import type { Environment } from './environment.ts';
import { readNumber } from './read-number.ts';

const NAME = 'DOMI_PROBE_SECONDS';

/** Seconds. More often would annoy the providers, and a day is long for users who cannot work. */
export const LEAST_PROBE_SECONDS = 60;
export const MOST_PROBE_SECONDS = 86_400;
const DEFAULT = 3600;

const MESSAGE = `must be 0 (off), or a whole number from ${LEAST_PROBE_SECONDS} to ${MOST_PROBE_SECONDS}`;

/** Reads the time between two probes of the credentials of an app. */
export function readProbeSeconds(environment: Environment, faults: FaultList): number {
  const seconds = readNumber(environment, NAME, faults, {
    max: MOST_PROBE_SECONDS,
    fallback: DEFAULT,
    message: MESSAGE,
  });
  if (seconds === 0 || seconds >= LEAST_PROBE_SECONDS) return seconds;
  faults.add(NAME, MESSAGE);
  return DEFAULT;
}
