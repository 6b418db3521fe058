import { readBuildInfo } from './build-info.ts';
import { createFaultList } from './config/faults.ts';
import { readTelemetrySettings } from './config/observability-settings.ts';
import type { Telemetry } from './observability/open-telemetry.ts';

/**
 * Preloaded with `node --import`, before anything else runs. Without an exporter no module of OpenTelemetry is
 * loaded. Faults of the settings are left to `loadConfig`, which reports them with all others.
 */
const settings = readTelemetrySettings(process.env, createFaultList());

export const telemetry: Telemetry | undefined =
  settings &&
  (await (
    await import('./observability/open-telemetry.ts')
  ).startOpenTelemetry({
    settings,
    version: readBuildInfo(undefined).version,
    environment: process.env,
  }));
