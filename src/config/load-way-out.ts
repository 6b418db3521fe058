import type { OutboundProxies } from '../networks/outbound-proxies.ts';
import { ConfigError } from './report/config-error.ts';
import { createFaultList } from './report/fault-list.ts';
import type { Environment } from './settings/environment.ts';
import { readOutboundProxies } from './settings/read-outbound-proxies.ts';
import { toOutboundProxies } from './settings/to-outbound-proxies.ts';

/** What the environment says about the way to servers. */
export interface WayOut {
  readonly proxies: OutboundProxies;
  /** Whether servers may be in a private network, and speak plain http. */
  readonly allowInsecureProviders: boolean;
}

/**
 * Reads the way to servers, for a command that needs no other setting of the process.
 * @throws ConfigError with every fault
 */
export function loadWayOut(environment: Environment): WayOut {
  const proxies = loadOutboundProxies(environment);
  return { proxies, allowInsecureProviders: environment.DOMI_ALLOW_INSECURE_PROVIDERS === 'true' };
}

/**
 * Reads the outbound proxies alone, for a command that needs no other setting.
 * @throws ConfigError with every fault
 */
export function loadOutboundProxies(environment: Environment): OutboundProxies {
  const faults = createFaultList();
  const proxies = readOutboundProxies(environment, faults);
  // Variables have no place in a file.
  if (!faults.isEmpty) throw new ConfigError(faults.listFaults(String));
  return toOutboundProxies(proxies);
}
