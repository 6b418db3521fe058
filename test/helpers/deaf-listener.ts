import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import { setTimeout as elapse } from 'node:timers/promises';

/** An address that does not answer: a connection to it is neither made nor refused. */
export interface DeafListener {
  readonly port: number;
  /** From now on it accepts; the system tries a waiting connection again after a second. */
  wake(): void;
  stop(): Promise<void>;
}

const PROGRAM = `
const server = require('node:net').createServer((socket) => {
  socket.on('error', () => {});
  socket.once('data', () => socket.end('HTTP/1.1 200 OK\\r\\ncontent-length: 2\\r\\n\\r\\n{}'));
});
server.listen({ host: process.argv[1], port: Number(process.argv[2]), backlog: 1 }, () => console.log('up'));
`;

/** A process that is stopped, and whose queue of connections is full. */
export async function startDeafListener(host: string, port: number): Promise<DeafListener> {
  const child: ChildProcess = spawn(process.execPath, ['-e', PROGRAM, host, String(port)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // A stopped process outlives its parent.
  const kill = (): boolean => child.kill('SIGKILL');
  process.once('exit', kill);
  if (child.stdout === null) throw new Error('no output');
  await once(child.stdout, 'data');
  child.kill('SIGSTOP');
  const filling: net.Socket[] = [];
  while (await connects(host, port, filling));
  return {
    port,
    wake() {
      for (const socket of filling) socket.destroy();
      child.kill('SIGCONT');
    },
    async stop() {
      for (const socket of filling) socket.destroy();
      process.off('exit', kill);
      kill();
      await once(child, 'exit');
    },
  };
}

async function connects(host: string, port: number, sockets: net.Socket[]): Promise<boolean> {
  const socket = net.connect(port, host).on('error', () => {});
  sockets.push(socket);
  return Promise.race([once(socket, 'connect').then(() => true), elapse(300, false)]);
}
