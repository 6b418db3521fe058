/**
 * Connections to one origin. One core sends some 4,000 refreshes a second, which at a provider that takes 100 ms
 * keeps 400 connections busy: more would not be faster. What is above stays free for tenants at the same origin.
 */
export const MAX_CONNECTIONS = 768;

/**
 * Milliseconds for which an idle connection is kept: below the 5 s after which the servers that keep theirs shortest
 * (Node, Apache) close it, so that we rarely write into a closing one. A `Keep-Alive` header that names another time
 * counts, less a second or two for the way.
 */
export const IDLE_SOCKET_MS = 4000;

/** Milliseconds, whatever a server offers: load balancers and firewalls forget idle connections after a minute. */
export const LONGEST_IDLE_SOCKET_MS = 50_000;
