import type { ConnectionEvent } from './events.ts';
import type { Logger } from './logger.ts';

/** Milliseconds between two lines of a kind: an attack must not fill the log. */
const PAUSE = 60_000;

/** What the log says; `handshake_failed` is at level `debug`, since port scans and probes cause it all day. */
const TEXTS: Readonly<Record<ConnectionEvent['kind'], string>> = {
  refused: 'all connections are taken, further ones are closed',
  accept_failed: 'the system gives no more connections',
  handshake_failed: 'TLS handshake failed',
  slow_reader: 'clients did not take their answers and were cut',
};

/**
 * Writes a line for connections that came to nothing, for each kind at most once a minute, with the number since the last one.
 * @param monotonic milliseconds that never go back
 */
export function createConnectionLog(
  logger: Logger,
  monotonic: () => number,
): (event: ConnectionEvent) => void {
  const counts = new Map<string, { since: number; loggedAt: number }>();
  return (event) => {
    const { kind, port } = event;
    const key = `${port} ${kind}`;
    const count = counts.get(key) ?? { since: 0, loggedAt: Number.NEGATIVE_INFINITY };
    counts.set(key, count);
    count.since += event.kind === 'slow_reader' ? event.count : 1;
    const now = monotonic();
    if (now - count.loggedAt < PAUSE) return;
    const line = { kind: 'connection', port, count: count.since, ...describe(event) };
    if (kind === 'handshake_failed') logger.debug(line, TEXTS[kind]);
    else logger.warn(line, TEXTS[kind]);
    count.since = 0;
    count.loggedAt = now;
  };
}

function describe(event: ConnectionEvent): object {
  if (event.kind === 'refused') return { connections: event.bound };
  return 'code' in event ? { code: event.code } : {};
}
