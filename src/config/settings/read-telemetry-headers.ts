import { DISK, type Disk } from '../files/disk.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { Environment } from './environment.ts';
import { readVariable } from './read-variable.ts';

/** The variables for headers of the exporter; the second one overrides the first. */
const NAMES = ['OTEL_EXPORTER_OTLP_HEADERS', 'OTEL_EXPORTER_OTLP_TRACES_HEADERS'] as const;

/** RFC 9110 section 5.6.2, before the first equals sign. */
const ENTRY = /^[\w!#$%&'*+.^`|~-]+\s*=/;

/** The headers that are set, by variable, as OpenTelemetry reads them. */
export type TelemetryHeaders = Readonly<Partial<Record<(typeof NAMES)[number], string>>>;

/**
 * Reads the headers of exports, which usually hold a key of the collector, from the variables or from the files that
 * `…_FILE` names. Faults never repeat a value.
 */
export function readTelemetryHeaders(
  environment: Environment,
  faults: FaultList,
  disk: Disk = DISK,
): TelemetryHeaders {
  const headers: Partial<Record<(typeof NAMES)[number], string>> = {};
  for (const name of NAMES) {
    const text = readVariable(environment, name, faults, disk);
    if (text === undefined) continue;
    headers[name] = text;
    for (const [index, entry] of text.split(',').entries()) {
      if (entry.trim() === '' || ENTRY.test(entry.trim())) continue;
      faults.add(name, `entry ${index + 1} is not name=value`);
    }
  }
  return headers;
}
