import type { Socket } from 'node:net';
import { setTimeout as elapse } from 'node:timers/promises';
import { expect } from 'chai';
import { ConnectError } from '../../src/connections/connection-error.ts';
import { createConnector } from '../../src/connections/connector.ts';
import { lookUpAddresses } from '../../src/connections/resolver.ts';
import { createProxyFinder } from '../../src/networks/proxy-finder.ts';
import { SYSTEM_CLOCK } from '../../src/time/clock.ts';
import { createGotSender } from '../../src/upstream/got-sender.ts';
import type { HttpClientOptions } from '../../src/upstream/http-client-options.ts';
import type { SendOnce } from '../../src/upstream/send-once.ts';
import { createUndiciSender } from '../../src/upstream/undici-sender.ts';
import { formatResponse, type SocketServer, startSocketServer } from '../helpers/socket-server.ts';
import { ask, CLIENT_NAMES, createTestSender, FORM } from './both-senders.ts';

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

    it('carry one request at a time', async () => {
      const url = await serve([], 50);
      const send = createTestSender(client);
      await Promise.all(Array.from({ length: 20 }, () => ask(send, url)));
      expect(most).to.equal(20);
    });
  });
}

it('connections without use are closed after 4 s, whoever sends', async function () {
  this.timeout(30_000);
  let open = 0;
  const server = await startSocketServer((socket) => {
    open += 1;
    socket.on('close', () => {
      open -= 1;
    });
    socket.on('data', () => socket.write(formatResponse('{}')));
  });
  const url = `http://127.0.0.1:${server.port}/`;
  for (const client of CLIENT_NAMES) expect(await ask(createTestSender(client), url)).to.equal(200);
  await elapse(3000);
  expect(open).to.equal(2);
  // Servers close theirs after 5 s at the earliest; the bound has room for a busy machine.
  for (let waited = 0; open > 0 && waited < 10_000; waited += 50) await elapse(50);
  expect(open).to.equal(0);
  await server.stop();
});

describe('connections to a provider that is slow', function () {
  this.timeout(30_000);
  let server: SocketServer;
  const BOUND = 20;

  const bounded = (create: (options: HttpClientOptions) => SendOnce): SendOnce => {
    const findProxy = createProxyFinder(undefined);
    const timeouts = { lookup: 10_000, connect: 10_000, tunnel: 10_000, secureConnect: 10_000 };
    const connect = createConnector({ findProxy, lookup: lookUpAddresses, timeouts, scope: 'any' });
    const { monotonic } = SYSTEM_CLOCK;
    return create({ connect, findProxy, headers: {}, connections: BOUND, monotonic });
  };

  afterEach(() => server.stop());

  for (const [client, create] of [
    ['undici', createUndiciSender],
    ['got', createGotSender],
  ] as const) {
    it(`are bounded, and what waits for one is sent when one is free, when ${client} sends`, async () => {
      let open = 0;
      let most = 0;
      server = await startSocketServer((socket) => {
        open += 1;
        most = Math.max(most, open);
        socket.on('close', () => {
          open -= 1;
        });
        socket.on('data', () => setTimeout(() => socket.write(formatResponse('{}')), 50));
      });
      const send = bounded(create);
      const url = `http://127.0.0.1:${server.port}/`;
      const calls = Array.from({ length: 5 * BOUND }, () => ask(send, url, 10_000));
      expect([...new Set(await Promise.all(calls))]).to.deep.equal([200]);
      expect(most).to.equal(BOUND);
    });

    it(`are not waited for longer than the budget, and then nothing was sent, when ${client} sends`, async () => {
      server = await startSocketServer(() => undefined);
      const send = bounded(create);
      const url = `http://127.0.0.1:${server.port}/`;
      const hanging = Array.from({ length: BOUND }, () => ask(send, url, 2000));
      while (server.received.split('TOKEN').length <= BOUND) await elapse(10);
      const late = await send({ url, headers: {}, body: FORM }, 200).catch((error: Error) => error);
      expect(late).to.be.instanceOf(ConnectError).and.have.property('message', 'no connection in time');
      await Promise.all(hanging);
      await elapse(100);
      expect(server.received.split('TOKEN')).to.have.length(BOUND + 1);
    });
  }
});
