import type { OutboundProxies } from '../networks/outbound-proxies.ts';
import { ConfigError } from './report/config-error.ts';
import { createFaultList } from './report/fault-list.ts';
import type { Environment } from './settings/environment.ts';
import { readOutboundProxies } from './settings/read-outbound-proxies.ts';
import { toOutboundProxies } from './settings/to-outbound-proxies.ts';

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
