import { createFaultList } from '../config/report/fault-list.ts';
import { readTelemetryHeaders } from '../config/settings/read-telemetry-headers.ts';
import { readTelemetrySettings } from '../config/settings/read-telemetry-settings.ts';
import type { Logger } from '../observability/logger.ts';
import type { Telemetry } from '../observability/start-open-telemetry.ts';

/**
 * Starts tracing if the environment configures it. Without an exporter no module of OpenTelemetry is loaded. Faults of the
 * settings are ignored here, since `loadConfig` reports them with all others.
 * @param environment of the process; `OTEL_LOG_LEVEL` is removed from it, and headers that stand in files are added
 * @param spanLogger writes the spans of `OTEL_TRACES_EXPORTER=console`
 */
export async function startTelemetry(
  environment: Record<string, string | undefined>,
  version: string,
  spanLogger: Logger,
): Promise<Telemetry | undefined> {
  const settings = readTelemetrySettings(environment, createFaultList());
  if (settings === undefined) return undefined;
  moveHeaders(environment);
  const { startOpenTelemetry } = await import('../observability/start-open-telemetry.ts');
  return startOpenTelemetry({ settings, version, environment, spanLogger });
}

/** The exporters read headers from the environment, and know no `…_FILE`. */
function moveHeaders(environment: Record<string, string | undefined>): void {
  for (const [name, text] of Object.entries(readTelemetryHeaders(environment, createFaultList()))) {
    environment[name] = text;
    delete environment[`${name}_FILE`];
  }
}
