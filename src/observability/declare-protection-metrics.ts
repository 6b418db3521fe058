import { Counter, type Registry } from 'prom-client';

/** What the service refuses to protect itself. Every series begins at 0, since `rate()` misses the first event of a new one. */
export function declareProtectionMetrics(registers: Registry[]) {
  const connectionsFailed = new Counter({
    name: 'domi_connections_failed_total',
    help: 'Connections that came to nothing, by port and by reason.',
    labelNames: ['port', 'reason'],
    registers,
  });
  for (const port of ['web', 'management']) {
    for (const reason of ['refused', 'accept_failed', 'handshake_failed', 'slow_reader']) {
      connectionsFailed.inc({ port, reason }, 0);
    }
  }
  const requestsShed = new Counter({
    name: 'domi_requests_shed_total',
    help: 'Requests refused with 503 in overload, by purpose and by cause.',
    labelNames: ['purpose', 'cause'],
    registers,
  });
  for (const purpose of ['page', 'token', 'signIn']) {
    for (const cause of ['event_loop', 'in_hand']) requestsShed.inc({ purpose, cause }, 0);
  }
  return { connectionsFailed, requestsShed };
}
