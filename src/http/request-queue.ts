import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Requests of one connection, handled one after the other. Node would begin every pipelined request at once: 2,500 of them
 * fit into one segment of 64 KiB, each with a response that waits for those before it.
 */
export interface RequestQueue {
  /** Handles the request when all before it on its connection are answered. */
  add(request: IncomingMessage, response: ServerResponse): void;
  /**
   * Makes the request in hand the last one of its connection; those that wait are dropped.
   * @returns false when the connection may be answered at once: nothing is in hand, or a request whose body never ends
   */
  end(socket: Socket): boolean;
}

export interface QueueOptions {
  /** Begins a request. Its response must close at some time. */
  readonly begin: (request: IncomingMessage, response: ServerResponse) => void;
  /** Requests that may wait on one connection. */
  readonly maxWaiting: number;
  /** Requests that may wait on all connections. */
  readonly maxWaitingInAll: number;
}

interface Pair {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

interface Line {
  current: Pair | undefined;
  readonly waiting: Pair[];
}

export function createRequestQueue({ begin, maxWaiting, maxWaitingInAll }: QueueOptions): RequestQueue {
  const lines = new WeakMap<Socket, Line>();
  let waitingInAll = 0;

  function drop(line: Line): void {
    waitingInAll -= line.waiting.length;
    line.waiting.length = 0;
  }

  function start(socket: Socket, line: Line, pair: Pair): void {
    line.current = pair;
    pair.response.once('close', () => startNext(socket, line));
    begin(pair.request, pair.response);
  }

  function startNext(socket: Socket, line: Line): void {
    // After an answer with `Connection: close`, nothing more of the connection is processed (RFC 9112 section 9.6).
    if (!socket.writable) drop(line);
    const next = line.waiting.shift();
    line.current = next;
    if (next === undefined) return;
    waitingInAll -= 1;
    if (line.waiting.length > 0) start(socket, line, next);
    else {
      socket.resume();
      // A client that has left is noticed by reading, which happens between the two.
      setImmediate(() => setImmediate(() => startUnlessGone(socket, line, next)));
    }
  }

  function startUnlessGone(socket: Socket, line: Line, next: Pair): void {
    if (socket.writable) start(socket, line, next);
    else drop(line);
  }

  function wait(socket: Socket, line: Line, request: IncomingMessage, response: ServerResponse): void {
    if (line.waiting.length >= maxWaiting || waitingInAll >= maxWaitingInAll) {
      drop(line);
      socket.destroy();
      return;
    }
    line.waiting.push({ request, response });
    waitingInAll += 1;
    if (line.waiting.length > 1) return;
    // After the segment, since Node reads on at the end of each request in it; before the next one.
    queueMicrotask(() => line.waiting.length > 0 && socket.pause());
  }

  return {
    add(request, response) {
      const { socket } = request;
      // A segment is parsed to its end, even after the answer that ended the connection.
      if (!socket.writable) return;
      let line = lines.get(socket);
      if (line === undefined) {
        line = { current: undefined, waiting: [] };
        lines.set(socket, line);
      }
      if (line.current === undefined) start(socket, line, { request, response });
      else wait(socket, line, request, response);
    },
    end(socket) {
      const line = lines.get(socket);
      if (line?.current === undefined) return false;
      drop(line);
      const { request, response } = line.current;
      if (response.closed) return false;
      if (response.headersSent) return true;
      if (!request.complete) return false;
      response.setHeader('Connection', 'close');
      return true;
    },
  };
}
