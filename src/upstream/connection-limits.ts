import type { ConnectTimeouts } from '../connections/connector.ts';

/**
 * Connections of refreshes to one origin, and so the places for calls there: whoever has a place gets a connection, and never
 * waits behind a call that hangs. With TLS these take some 100 MB.
 */
export const MAX_CONNECTIONS = 2048;

/** Connections of sign-ins and revocations to one origin: they are rare, and have places of their own. */
export const MAX_RARE_CONNECTIONS = 128;

/**
 * Milliseconds for which an idle connection is kept: below the 5 s after which the servers that keep theirs shortest
 * (Node, Apache) close it, so that we rarely write into a closing one. A `Keep-Alive` header that names another time
 * counts, less a second or two for the way.
 */
export const IDLE_SOCKET_MS = 4000;

/** Milliseconds, whatever a server offers: load balancers and firewalls forget idle connections after a minute. */
export const LONGEST_IDLE_SOCKET_MS = 50_000;

/** Milliseconds. */
export const CONNECT_TIMEOUTS: ConnectTimeouts = {
  lookup: 3000,
  connect: 3000,
  tunnel: 5000,
  secureConnect: 5000,
};
