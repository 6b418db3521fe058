import type { Socket } from 'node:net';
import { setTimeout as elapse } from 'node:timers/promises';
import { expect } from 'chai';
import { MAX_CONNECTIONS } from '../../src/upstream/connection-limits.ts';
import { formatResponse, type SocketServer, startSocketServer } from '../helpers/socket-server.ts';
import { ask, CLIENT_NAMES, createTestSender } from './both-senders.ts';

for (const client of CLIENT_NAMES) {
  describe(`connections to a provider, when ${client} sends`, function () {
    this.timeout(30_000);
    let server: SocketServer;
    let open: Set<Socket>;
    let most: number;

    async function serve(headers: readonly string[] = [], delay = 0): Promise<string> {
      open = new Set();
      most = 0;
      const response = formatResponse('{}', headers);
      server = await startSocketServer((socket) => {
        open.add(socket);
        most = Math.max(most, open.size);
        socket.on('close', () => open.delete(socket));
        socket.on('data', () => setTimeout(() => socket.write(response), delay));
      });
      return `http://127.0.0.1:${server.port}/`;
    }
    afterEach(() => server.stop());

    it('are used again before new ones are made', async () => {
      const url = await serve();
      const send = createTestSender(client);
      for (let count = 0; count < 10; count += 1) {
        expect(await ask(send, url)).to.equal(200);
        await elapse(10);
      }
      expect(server.connections).to.equal(1);
      await Promise.all([ask(send, url), ask(send, url), ask(send, url)]);
      await elapse(10);
      await Promise.all([ask(send, url), ask(send, url), ask(send, url)]);
      expect(server.connections).to.equal(3);
    });

    it('are not used again when the service says that it is about to close them', async () => {
      for (const headers of [['keep-alive: timeout=1'], ['connection: close']]) {
        const url = await serve(headers);
        const send = createTestSender(client);
        for (let count = 0; count < 3; count += 1) {
          expect(await ask(send, url)).to.equal(200);
          await elapse(10);
        }
        expect(server.connections).to.equal(3);
        await server.stop();
      }
      await serve();
    });

    it('are closed after 4 s without use', async () => {
      const url = await serve();
      expect(await ask(createTestSender(client), url)).to.equal(200);
      await elapse(3000);
      expect(open.size).to.equal(1);
      // Between the 4 s of ours and the 5 s of a server, with room for a busy machine.
      for (let waited = 0; open.size > 0 && waited < 10_000; waited += 50) await elapse(50);
      expect(open.size).to.equal(0);
    });

    it('carry one request at a time', async () => {
      const url = await serve([], 50);
      const send = createTestSender(client);
      await Promise.all(Array.from({ length: 20 }, () => ask(send, url)));
      expect(most).to.equal(20);
    });
  });
}

describe('connections to a provider that is slow', function () {
  this.timeout(60_000);

  it('are bounded, and what waits for one is sent when one is free', async () => {
    let open = 0;
    let most = 0;
    const server = await startSocketServer((socket) => {
      open += 1;
      most = Math.max(most, open);
      socket.on('close', () => {
        open -= 1;
      });
      socket.on('data', () => setTimeout(() => socket.write(formatResponse('{}')), 500));
    });
    const send = createTestSender('undici', { timeouts: { connect: 20_000 } });
    const url = `http://127.0.0.1:${server.port}/`;
    const calls = Array.from({ length: MAX_CONNECTIONS + 100 }, () => ask(send, url, 25_000));
    expect(new Set(await Promise.all(calls))).to.deep.equal(new Set([200]));
    expect(most).to.equal(MAX_CONNECTIONS);
    await server.stop();
  });
});
