import { validateConfig } from '../../src/config/load-config.ts';
import { ConfigError } from '../../src/config/report/config-error.ts';
import { sealKeyOf } from './seal-keys.ts';
import { createMemoryDisk } from './validate-text.ts';

export interface SettingsReport {
  /** `PORT: message`. */
  readonly faults: readonly string[];
  readonly warnings: readonly string[];
}

/** What silences the two warnings that any small environment has. */
export const QUIET = { DOMI_SEAL_KEYS: `k1:${sealKeyOf(1)}`, OAUTH_HOSTNAME: 'https://domi.example.com' };

/** Validates an environment alone, with these files and nothing else on its disk. */
export function listSettingsReport(
  environment: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string | Buffer>> = {},
  now = new Date('2026-11-24T12:00:00Z'),
): SettingsReport {
  try {
    const { warnings } = validateConfig({ ...QUIET, ...environment }, { disk: createMemoryDisk(files), now });
    return { faults: [], warnings };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return {
      faults: error.faults.map(({ where, message }) => `${where}: ${message}`),
      warnings: error.warnings,
    };
  }
}
