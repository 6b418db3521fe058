import ipaddr from 'ipaddr.js';
import type { FaultList } from '../report/fault-list.ts';
import { chooseSpelling } from './choose-spelling.ts';
import type { Environment } from './environment.ts';

/** Reads the hosts that are called without a proxy: a list with commas or blanks. */
export function readNoProxy(environment: Environment, faults: FaultList): string {
  const given = chooseSpelling('NO_PROXY', environment, faults);
  if (given === undefined) return '';
  if (/[^\t\x20-\x7e]/.test(given.text)) {
    faults.add(given.name, 'contains a line end or another character that no host name has');
    return '';
  }
  const entries = given.text.split(/[\s,]+/).filter((entry) => entry !== '');
  for (const [index, entry] of entries.entries()) {
    if (canMatch(entry)) continue;
    faults.warn(
      '',
      `entry ${index + 1} of ${given.name} matches nothing: an entry is a host, a domain, an address or a range such as 10.0.0.0/8, without scheme and path`,
    );
  }
  return given.text;
}

function canMatch(entry: string): boolean {
  if (entry.includes('/')) return ipaddr.isValidCIDR(entry);
  return entry === '*' || /^(?:\*?\.)?[a-z0-9_.-]+(?::\d+)?$/i.test(entry) || isIpv6(entry);
}

function isIpv6(entry: string): boolean {
  return ipaddr.IPv6.isValid(entry.replace(/^\[(.*)\](?::\d+)?$/, '$1'));
}
