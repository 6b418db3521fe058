import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';

/** @returns the port, or undefined when it is in use; 0 finds any free one */
export async function tryPort(port: number): Promise<number | undefined> {
  const server = createServer().listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return undefined;
    throw error;
  }
  const { port: found } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return found;
}

/** Finds a port for a program whose port must be known before it starts. Another program can still take it. */
export async function findFreePort(): Promise<number> {
  const port = await tryPort(0);
  if (port === undefined) throw new Error('there is no free port');
  return port;
}
