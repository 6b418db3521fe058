import ipaddr from 'ipaddr.js';
import type { Endpoint } from './endpoint.ts';

/** The hosts that are called without a proxy. */
export interface NoProxyList {
  includes(endpoint: Endpoint): boolean;
}

type Entry = (hostname: string, port: number) => boolean;

/**
 * @param text entries between commas or blanks, as curl and Go read them: `*`, a domain with all names below it (also
 *   with `.` or `*.` in front), an address, a range in CIDR form; each may end in a port. Letter case is ignored.
 */
export function createNoProxyList(text: string): NoProxyList {
  const entries = text
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((part) => part !== '')
    .map(parseEntry);
  return {
    includes({ hostname, port }) {
      const name = hostname.toLowerCase().replace(/\.$/, '');
      return entries.some((matches) => matches(name, port));
    },
  };
}

function parseEntry(text: string): Entry {
  if (text === '*') return () => true;
  const { host, port } = splitPort(text);
  const matches = parseHost(host);
  return (name, ofPort) => (port === undefined || port === ofPort) && matches(name);
}

/** An IPv6 address has a port only behind brackets. */
function splitPort(text: string): { host: string; port?: number } {
  const bracketed = /^\[(.*)\](?::(\d+))?$/.exec(text);
  const plain = /^([^:]*):(\d+)$/.exec(text);
  const [, host = text, port] = bracketed ?? plain ?? [];
  return port === undefined ? { host } : { host, port: Number(port) };
}

function parseHost(host: string): (name: string) => boolean {
  if (ipaddr.isValidCIDR(host)) {
    const [range, bits] = ipaddr.parseCIDR(host);
    return (name) => {
      if (!ipaddr.isValid(name)) return false;
      const address = ipaddr.process(name);
      return address.kind() === range.kind() && address.match(range, bits);
    };
  }
  if (ipaddr.isValid(host)) {
    const normal = ipaddr.process(host).toString();
    return (name) => ipaddr.isValid(name) && ipaddr.process(name).toString() === normal;
  }
  const domain = host.replace(/^\*?\./, '').replace(/\.$/, '');
  return (name) => name === domain || name.endsWith(`.${domain}`);
}
