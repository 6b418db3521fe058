import { EXIT_CONFIG } from '../config/report/config-error.ts';
import type { ConfigurationReport } from './check-configuration.ts';
import type { LiveReport } from './check-live.ts';

/** EX_NOPERM of sysexits.h: a service refuses an id or a secret. */
const EXIT_REFUSED = 77;
/** EX_UNAVAILABLE of sysexits.h: nothing is refused, but a service could not be reached. */
const EXIT_UNREACHABLE = 69;

/** `unknown` is not a failure: the operator cannot change what a service reports. */
export function chooseExitCode(configuration: ConfigurationReport, live: LiveReport | undefined): number {
  if (configuration.faults.length > 0) return EXIT_CONFIG;
  if (live !== undefined && live.counts.refused > 0) return EXIT_REFUSED;
  if (live !== undefined && live.counts.unreachable > 0) return EXIT_UNREACHABLE;
  return 0;
}
