import type { SecretsUse } from '../config/build/secrets-use.ts';
import { findOldFolder } from '../config/find-old-folder.ts';
import { loadConfig } from '../config/load-config.ts';
import { ConfigError, type Fault } from '../config/report/config-error.ts';
import type { Environment } from '../config/settings/environment.ts';
import { toOutboundProxies } from '../config/settings/to-outbound-proxies.ts';
import type { OutboundProxies } from '../networks/outbound-proxies.ts';
import { countProviders, NOTHING_ENABLED } from '../tenants/count-providers.ts';
import type { Tenant } from '../tenants/tenant.ts';

export interface ConfigurationReport {
  readonly secrets: SecretsUse;
  readonly faults: readonly Fault[];
  readonly warnings: readonly string[];
  /** Empty when there are faults. */
  readonly tenants: readonly Tenant[];
  /** What the service shows once it uses these files; undefined when there are faults. */
  readonly hash: string | undefined;
  /** Without any when there are faults. */
  readonly proxies: OutboundProxies;
  /** Whether providers may be in a private network. */
  readonly allowInsecureProviders: boolean;
}

/**
 * Validates a configuration without running it.
 * @param path provider file or folder, instead of `DOMI_CONFIG`
 * @param secrets `unread` in a pipeline, where no secret is
 */
export function checkConfiguration(
  environment: Environment,
  path: string | undefined,
  secrets: SecretsUse = 'read',
): ConfigurationReport {
  try {
    const variables = path === undefined ? environment : { ...environment, DOMI_CONFIG: path };
    // A fault of one tenant fails the check, though the service would run without that tenant.
    const config = loadConfig(variables, { tenantFaults: 'refuse', secrets });
    const { directory, outboundProxies, allowInsecureProviders, hash } = config;
    return {
      secrets,
      faults: [],
      warnings: [...config.warnings, ...listOldFolder(), ...listNothingEnabled(directory.tenants)],
      tenants: directory.tenants,
      hash,
      proxies: toOutboundProxies(outboundProxies),
      allowInsecureProviders,
    };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const nothing = {
      tenants: [],
      hash: undefined,
      proxies: { noProxy: '' },
      allowInsecureProviders: false,
    };
    return { secrets, faults: error.faults, warnings: [...error.warnings, ...listOldFolder()], ...nothing };
  }
}

function listNothingEnabled(tenants: readonly Tenant[]): string[] {
  return countProviders(tenants) === 0 ? [NOTHING_ENABLED] : [];
}

function listOldFolder(): string[] {
  const warning = findOldFolder();
  return warning === undefined ? [] : [warning];
}
