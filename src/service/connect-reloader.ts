import type { Config } from '../config/load-config.ts';
import type { Environment } from '../config/variables.ts';
import {
  createReloader,
  type ReloadEvent,
  type Reloader,
  type ReloadTimes,
} from '../config-source/create-reloader.ts';
import type { Reading } from '../config-source/recorded-disk.ts';
import { type Known, knowOnly } from '../config-source/slices.ts';
import type { Hub } from '../observability/hub.ts';
import type { Tenant } from '../tenants/tenant.ts';

export interface ReloadOptions {
  readonly environment: Environment;
  /** How the configuration that the service starts with was read. */
  readonly reading: Reading;
  /** What is known of it from reading it; its tenants alone when absent. */
  readonly known?: Known | undefined;
  readonly times?: Partial<ReloadTimes> | undefined;
}

export interface ReloaderParts extends ReloadOptions {
  readonly tenants: readonly Tenant[];
  /** Puts a configuration to use, in one step. */
  readonly adopt: (config: Config) => void;
  readonly hub: Hub;
}

/** A reloader whose every outcome is seen in the log and in the metrics. */
export function connectReloader(parts: ReloaderParts): Reloader {
  const { environment, reading, tenants, known = knowOnly(tenants), times, adopt, hub } = parts;

  function report(event: ReloadEvent): void {
    if (event.kind !== 'reloaded') {
      hub.configurationRead(event);
      return;
    }
    const { config, seconds } = event;
    adopt(config);
    const { warnings, directory } = config;
    hub.configurationRead({ kind: 'reloaded', seconds, tenants: directory.tenants.length, warnings });
  }
  return createReloader({ environment, reading, known, times, report });
}
