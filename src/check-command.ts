import { ConfigError, EXIT_CONFIG } from './config/faults.ts';
import { loadConfig } from './config/load-config.ts';
import type { Environment } from './config/variables.ts';

/** `domi check`: the verdict on a configuration without running it. @returns the exit code */
export function runCheck(
  environment: Environment,
  path: string | undefined,
  write: (text: string) => void,
): number {
  try {
    const config = loadConfig(path === undefined ? environment : { ...environment, DOMI_CONFIG: path });
    for (const warning of config.warnings) write(`warning: ${warning}\n`);
    const tenants = config.directory.tenants;
    const providers = tenants.reduce((sum, tenant) => sum + tenant.providers.length, 0);
    write(`The configuration is sound: ${tenants.length} tenant(s), ${providers} enabled provider(s).\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    write(`${error.message}\n${error.faults.length} fault(s)\n`);
    return EXIT_CONFIG;
  }
}
