import net from 'node:net';

export interface Poured {
  /** Bytes that the other side took before it closed the connection; buffers of the system are part of them. */
  readonly bytes: number;
  readonly received: string;
}

const CHUNK = Buffer.from(`10000\r\n${'x'.repeat(0x1_0000)}\r\n`);

/** Sends a request whose body has no end, as fast as it is taken, until the connection is closed. */
export function pour(url: string, head: string): Promise<Poured> {
  return new Promise((resolve) => {
    const socket = net.connect(Number(new URL(url).port), '127.0.0.1');
    let bytes = 0;
    let received = '';
    function fill(): void {
      while (!socket.destroyed) {
        bytes += CHUNK.length;
        if (socket.write(CHUNK)) continue;
        socket.once('drain', fill);
        return;
      }
    }
    socket.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
    });
    // A reset is how a server ends a connection whose bytes it does not want.
    socket.on('error', () => undefined);
    socket.on('close', () => resolve({ bytes, received }));
    socket.write(head);
    fill();
  });
}
