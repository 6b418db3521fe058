import type { Config } from '../config/config.ts';
import type { ConfigChange, ConfigSource } from '../config-source/config-source.ts';
import type { ReloadEvent } from '../observability/events.ts';
import type { Hub } from '../observability/hub.ts';

/**
 * Adopts every configuration that the source reloads, until the source stops.
 * @param adopt switches to a configuration in one step
 */
export async function followConfig(
  source: ConfigSource,
  adopt: (config: Config) => void,
  hub: Hub,
): Promise<void> {
  for await (const change of source.changes()) {
    const outcome = perform(change, adopt);
    hub.configurationRead(toEvent(outcome));
  }
}

/** @returns the change, or the failure to adopt it */
function perform(change: ConfigChange, adopt: (config: Config) => void): ConfigChange {
  try {
    if (change.kind === 'reloaded') adopt(change.config);
    return change;
  } catch (error) {
    return { kind: 'failed', error };
  }
}

function toEvent(change: ConfigChange): ReloadEvent {
  if (change.kind !== 'reloaded') return change;
  const { seconds, config } = change;
  const { warnings, directory } = config;
  return { kind: 'reloaded', seconds, tenants: directory.tenants.length, warnings };
}
