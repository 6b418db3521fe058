import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** The requests of a port from their begin until their response is with the operating system. */
export interface RequestsInFlight {
  /** @param done resolves when the request is handled */
  add(request: IncomingMessage, response: ServerResponse, done: Promise<void>): void;
  /** Makes every answer that has not begun the last one of its connection. */
  endConnections(): void;
  /**
   * Cuts connections of clients that do not take their answer.
   * @param budget milliseconds that a client may take
   * @returns how many were cut
   */
  cutSlowReaders(budget: number): number;
  /** Resolves when all of them are handled. */
  settle(): Promise<void>;
}

/**
 * Its members are cleared when it is over: a `Set` discards its table when that is full of deleted entries, and values in a
 * discarded table stay in memory until a major collection (docs/decisions/2026-11-25-garbage-of-a-request.md).
 */
interface Entry {
  socket: Socket | undefined;
  response: ServerResponse | undefined;
  done: Promise<void> | undefined;
  /** Monotonic time since which only the client is waited for. */
  answeredAt: number | undefined;
}

/** @param monotonic milliseconds that never go back */
export function createRequestsInFlight(monotonic: () => number): RequestsInFlight {
  const entries = new Set<Entry>();

  function forget(entry: Entry): void {
    entries.delete(entry);
    entry.socket = undefined;
    entry.response = undefined;
    entry.done = undefined;
  }

  return {
    add({ socket }, response, done) {
      const entry: Entry = { socket, response, done: undefined, answeredAt: undefined };
      entries.add(entry);
      entry.done = done.finally(() => {
        if (response.closed) return forget(entry);
        entry.answeredAt = monotonic();
        response.once('close', () => forget(entry));
      });
    },
    endConnections() {
      for (const { response } of entries) if (response) endConnection(response);
    },
    cutSlowReaders(budget) {
      const latest = monotonic() - budget;
      const slow = [...entries].filter(({ answeredAt }) => answeredAt !== undefined && answeredAt <= latest);
      for (const { socket } of slow) socket?.destroy();
      return slow.length;
    },
    async settle() {
      await Promise.allSettled([...entries].map(({ done }) => done));
    },
  };
}

/** An answer that has begun has sent its head already. */
export function endConnection(response: ServerResponse): void {
  if (!response.headersSent) response.setHeader('Connection', 'close');
}
