import { type Disk, readErrorCode } from '../files/disk.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { Environment } from './environment.ts';
import { readNumber } from './read-number.ts';
import { readTelemetrySettings } from './read-telemetry-settings.ts';

/** Settings of observability, except log level and ports. */
export interface ObservabilitySettings {
  /** `stdout`, `off`, or the file that the audit lines are appended to. */
  readonly auditLog: string;
  /** How many tenants get their own label value in metrics; 0: no metric has a tenant label. */
  readonly metricsTenants: number;
}

/** Each tenant has some thirty series; Prometheus still scrapes those of a thousand tenants easily. */
export const MAX_METRICS_TENANTS = 1000;

export function readObservabilitySettings(
  environment: Environment,
  faults: FaultList,
  disk: Disk,
): ObservabilitySettings {
  readTelemetrySettings(environment, faults);
  return {
    auditLog: readAuditLog(environment.DOMI_AUDIT_LOG || 'stdout', faults, disk),
    metricsTenants: readNumber(environment, 'DOMI_METRICS_TENANTS', faults, {
      max: MAX_METRICS_TENANTS,
      fallback: 0,
      message: `must be a number from 0 to ${MAX_METRICS_TENANTS}`,
    }),
  };
}

function readAuditLog(place: string, faults: FaultList, disk: Disk): string {
  if (place === 'stdout' || place === 'off') return place;
  try {
    disk.checkAppend(place);
  } catch (error) {
    const code = readErrorCode(error);
    faults.add('DOMI_AUDIT_LOG', `must be stdout, off, or a writable file; ${place}: ${code}`);
  }
  return place;
}
