import { loadConfig } from '../config/load-config.ts';
import { ConfigError, type Fault } from '../config/report/config-error.ts';
import type { Environment } from '../config/settings/environment.ts';
import { toOutboundProxies } from '../config/settings/to-outbound-proxies.ts';
import type { OutboundProxies } from '../networks/outbound-proxies.ts';
import type { Tenant } from '../tenants/tenant.ts';

export interface ConfigurationReport {
  readonly faults: readonly Fault[];
  readonly warnings: readonly string[];
  /** Empty when there are faults. */
  readonly tenants: readonly Tenant[];
  /** Without any when there are faults. */
  readonly proxies: OutboundProxies;
  /** What the service shows once it uses these files; undefined when there are faults. */
  readonly hash: string | undefined;
}

/**
 * Validates a configuration without running it.
 * @param path provider file or folder, instead of `DOMI_CONFIG`
 */
export function checkConfiguration(environment: Environment, path: string | undefined): ConfigurationReport {
  try {
    const variables = path === undefined ? environment : { ...environment, DOMI_CONFIG: path };
    // A fault of one tenant fails the check, though the service would run without that tenant.
    const config = loadConfig(variables, { tenantFaults: 'refuse' });
    const { warnings, directory, hash, outboundProxies } = config;
    const proxies = toOutboundProxies(outboundProxies);
    return { faults: [], warnings, tenants: directory.tenants, proxies, hash };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { faults: error.faults, warnings: [], tenants: [], proxies: { noProxy: '' }, hash: undefined };
  }
}

/** Counts the enabled providers of all tenants. */
export function countProviders({ tenants }: ConfigurationReport): number {
  return tenants.reduce((sum, tenant) => sum + tenant.providers.length, 0);
}
