import type { Config } from '../config/config.ts';
import type { ConfigChange, ConfigSource } from '../config-source/config-source.ts';
import type { Hub } from '../observability/hub.ts';

/**
 * Adopts every configuration that the source reloads, until the source stops.
 * @param adopt adopts a configuration as a whole, or throws
 */
export async function followConfig(
  source: ConfigSource,
  adopt: (config: Config) => void,
  hub: Hub,
): Promise<void> {
  const changes = source.changes();
  let { value, done } = await changes.next('adopted');
  while (!done && value) {
    const outcome = perform(value, adopt);
    hub.configurationRead(outcome);
    ({ value, done } = await changes.next(outcome.kind === 'failed' ? 'failed' : 'adopted'));
  }
}

/** @returns the change, or the error of its adoption */
function perform(change: ConfigChange, adopt: (config: Config) => void): ConfigChange {
  try {
    if (change.kind === 'reloaded') adopt(change.config);
    return change;
  } catch (error) {
    return { kind: 'failed', error };
  }
}
