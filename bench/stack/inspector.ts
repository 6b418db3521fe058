import { once } from 'node:events';

/** A connection to V8's inspector in another process (Chrome DevTools Protocol over a WebSocket). */
export interface Inspector {
  /** @throws Error with the message of V8 when it refuses the command */
  send<Result>(method: string, params?: Readonly<Record<string, unknown>>): Promise<Result>;
  close(): Promise<void>;
}

interface Message {
  /** Absent in events, which are not used here. */
  readonly id?: number;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

type Reply = PromiseWithResolvers<unknown>;

/** @param port of a process that was started with `--inspect=127.0.0.1:PORT` */
export async function connectInspector(port: number): Promise<Inspector> {
  const targets = await fetch(`http://127.0.0.1:${port}/json/list`);
  const [target] = (await targets.json()) as { readonly webSocketDebuggerUrl: string }[];
  if (target === undefined) throw new Error(`no inspector on port ${port}`);
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await once(socket, 'open');
  const replies = new Map<number, Reply>();
  let count = 0;
  socket.addEventListener('message', ({ data }) => {
    const { id, result, error } = JSON.parse(String(data)) as Message;
    if (id === undefined) return;
    if (error === undefined) replies.get(id)?.resolve(result);
    else replies.get(id)?.reject(new Error(error.message));
    replies.delete(id);
  });
  return {
    send<Result>(method: string, params = {}) {
      count += 1;
      const reply = Promise.withResolvers<unknown>();
      replies.set(count, reply);
      socket.send(JSON.stringify({ id: count, method, params }));
      return reply.promise as Promise<Result>;
    },
    async close() {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    },
  };
}
