/** How many connections each port accepts. */
export interface ConnectionLimits {
  readonly web: number;
  readonly management: number;
}

/** Descriptors for what is always open: standard streams, epoll, listening sockets, store, files of a reload, audit file. */
const RESERVED = 96;

/** Probes and scrapes need a handful; the rest is for whoever else finds the port. */
const MAX_MANAGEMENT = 256;

/**
 * Bounds of the web port where descriptors would allow more, for a container of 384 MB: a silent connection takes 14 KB, up to
 * 46 KB with half a head, and 64 KB before the end of a TLS handshake (measured with Node 26).
 */
const MAX_WEB = { http: 4000, https: 2000 };

/**
 * Divides the descriptors of the process, so that accepting never fails: what is left of them belongs half to clients, and
 * half to calls of providers, since each connection has one request in hand, and each request one call at a time.
 * @param descriptors how many the process may open; undefined if that is not known
 */
export function divideDescriptors(
  descriptors: number | undefined,
  scheme: keyof typeof MAX_WEB,
): ConnectionLimits {
  const most = MAX_WEB[scheme];
  if (descriptors === undefined) return { web: most, management: MAX_MANAGEMENT };
  const free = Math.max(0, descriptors - RESERVED);
  const management = Math.min(MAX_MANAGEMENT, Math.max(8, Math.floor(free / 8)));
  const web = Math.min(most, Math.max(8, Math.floor((free - management) / 2)));
  return { web, management };
}
