import type { Socket } from 'node:net';
import { setTimeout as elapse } from 'node:timers/promises';
import { expect } from 'chai';
import { SYSTEM_CLOCK } from '../../src/time/clock.ts';
import { skipTest } from '../helpers/skip.ts';
import { formatResponse, type SocketServer, startSocketServer } from '../helpers/socket-server.ts';
import { ask, CLIENT_NAMES, createTestSender, FORM } from './both-senders.ts';

const OK = formatResponse('{}');
const failLookup = (code: string) => async (): Promise<never> => {
  throw Object.assign(new Error(code), { code });
};

for (const client of CLIENT_NAMES) {
  describe(`what has left, when ${client} sends`, () => {
    let server: SocketServer;

    afterEach(() => server?.stop());

    async function serve(onSocket: (socket: Socket) => void): Promise<string> {
      server = await startSocketServer(onSocket);
      return `127.0.0.1:${server.port}/token`;
    }

    describe('nothing, so the token is good and there is one more attempt', () => {
      const ROWS: readonly (readonly [string, (socket: Socket) => void])[] = [
        ['a reset right after accept', (socket) => void socket.resetAndDestroy()],
        ['a reset in the TLS hello', (socket) => void socket.once('data', () => socket.resetAndDestroy())],
        ['a polite close in the TLS hello', (socket) => void socket.once('data', () => socket.end())],
        ['an answer without TLS', (socket) => void socket.once('data', () => socket.end(OK))],
        ['no answer to the TLS hello', () => undefined],
      ];
      for (const [what, act] of ROWS) {
        it(`F1 at ${what}`, async () => {
          const at = await serve(act);
          const send = createTestSender(client, { timeouts: { secureConnect: 300 } });
          expect(await ask(send, `https://${at}`)).to.match(/^provider_unreachable: /);
          expect(server.connections).to.equal(2);
          expect(server.received).to.not.include('TOKEN');
        });
      }

      it('F1 at a port where nobody listens', async () => {
        const at = await serve(() => undefined);
        await server.stop();
        let lookups = 0;
        const lookup = async (): Promise<readonly string[]> => {
          lookups += 1;
          return ['127.0.0.1'];
        };
        const send = createTestSender(client, { lookup });
        const url = `http://${at.replace('127.0.0.1', 'provider.test')}`;
        expect(await ask(send, url)).to.equal('provider_unreachable: ECONNREFUSED');
        expect(lookups).to.equal(2);
      });

      for (const code of ['ENOTFOUND', 'EAI_AGAIN', 'EMFILE']) {
        it(`F1 at a name server that says ${code}`, async () => {
          const send = createTestSender(client, { lookup: failLookup(code) });
          expect(await ask(send, 'https://provider.test/')).to.equal(`provider_unreachable: ${code}`);
        });
      }

      it('at a name server that says nothing', async () => {
        const lookup = (): Promise<never> => new Promise(() => {});
        const send = createTestSender(client, { lookup, timeouts: { lookup: 100 } });
        expect(await ask(send, 'https://provider.test/')).to.equal(
          'provider_unreachable: time-out in phase lookup',
        );
      });

      it('and the second attempt succeeds when the cause is gone', async () => {
        const at = await serve((socket) => void socket.once('data', () => socket.end(OK)));
        let lookups = 0;
        const lookup = async (): Promise<readonly string[]> => {
          lookups += 1;
          return lookups === 1 ? failLookup('EAI_AGAIN')() : ['127.0.0.1'];
        };
        const send = createTestSender(client, { lookup });
        expect(await ask(send, `http://${at.replace('127.0.0.1', 'provider.test')}`)).to.equal(200);
        expect(lookups).to.equal(2);
      });

      it('but not without time for another attempt', async () => {
        const at = await serve((socket) => void socket.resetAndDestroy());
        expect(await ask(createTestSender(client), `https://${at}`, 900)).to.match(/^provider_unreachable: /);
        expect(server.connections).to.equal(1);
      });

      it('at a connection that comes about too late: then nothing is sent over it either', async () => {
        const at = await serve((socket) => void socket.once('data', () => socket.end(OK)));
        const lookup = async (): Promise<readonly string[]> => {
          await elapse(300);
          return ['127.0.0.1'];
        };
        const send = createTestSender(client, { lookup });
        const url = `http://${at.replace('127.0.0.1', 'provider.test')}`;
        expect(await ask(send, url, 100)).to.equal('provider_unreachable: no connection in time');
        while (server.connections === 0) await elapse(10);
        await elapse(100);
        expect(server.received).to.equal('');
        // The connection is good for the next request.
        expect(await ask(send, url)).to.equal(200);
        expect(server.received).to.include(FORM);
      });
    });

    it('nothing, at a connection that is there in time for the request, but not for its answer', async () => {
      const at = await serve((socket) => void socket.once('data', () => socket.end(OK)));
      const lookup = async (): Promise<readonly string[]> => {
        await elapse(400);
        return ['127.0.0.1'];
      };
      const send = createTestSender(client, { lookup });
      const url = `http://${at.replace('127.0.0.1', 'provider.test')}`;
      expect(await ask(send, url, 60_000, 200)).to.equal('provider_unreachable: no connection in time');
      while (server.connections === 0) await elapse(10);
      await elapse(100);
      expect(server.received).to.equal('');
    });

    it('nothing, when this process stood still until it was too late, and sees the connection before the timer', async () => {
      const at = await serve((socket) => void socket.once('data', () => socket.end(OK)));
      let stood = 0;
      const clock = { ...SYSTEM_CLOCK, monotonic: () => SYSTEM_CLOCK.monotonic() + stood };
      const lookup = async (): Promise<readonly string[]> => {
        stood = 60_000;
        return ['127.0.0.1'];
      };
      const send = createTestSender(client, { lookup, clock });
      const url = `http://${at.replace('127.0.0.1', 'provider.test')}`;
      expect(await ask(send, url, 90_000, 50_000)).to.equal('provider_unreachable: no connection in time');
      while (server.connections === 0) await elapse(10);
      await elapse(100);
      expect(server.received).to.equal('');
    });

    it('all of it, in time: its answer is read for as long as the whole budget lasts', async () => {
      const at = await serve(
        (socket) => void socket.once('data', () => setTimeout(() => socket.end(OK), 700)),
      );
      expect(await ask(createTestSender(client), `http://${at}`, 60_000, 500)).to.equal(200);
      expect(await ask(createTestSender(client), `http://${at}`, 600, 500)).to.match(/^provider_timeout: /);
    });

    describe('perhaps all of it, so it is never sent again', () => {
      const ROWS: readonly (readonly [string, string, (socket: Socket) => void])[] = [
        ['a close after the request', 'connection_lost', (socket) => void socket.end()],
        ['a reset after the request', 'connection_lost', (socket) => void socket.resetAndDestroy()],
        ['half a response', 'connection_lost', (socket) => void socket.end(OK.subarray(0, -1))],
        ['half a head', 'connection_lost', (socket) => void socket.end(OK.subarray(0, 10))],
        ['a response that is not HTTP', 'connection_lost', (socket) => void socket.end('220 smtp\r\n\r\n')],
        ['no response', 'timeout', () => undefined],
        ['half a response and then nothing', 'timeout', (socket) => void socket.write(OK.subarray(0, -1))],
      ];
      for (const [what, code, act] of ROWS) {
        it(`F2 F11 at ${what}`, async () => {
          const at = await serve((socket) => void socket.once('data', () => act(socket)));
          const send = createTestSender(client, { timeouts: { request: 400 } });
          expect(await ask(send, `http://${at}`)).to.match(new RegExp(`^provider_${code}: `));
          await elapse(150);
          expect(server.connections).to.equal(1);
          expect(server.received.split(FORM)).to.have.length(2);
        });
      }

      it('at no response: its connection is closed, and not used again', async () => {
        let closed = 0;
        const at = await serve((socket) => {
          socket.on('close', () => {
            closed += 1;
          });
        });
        const send = createTestSender(client, { timeouts: { request: 200 } });
        for (const count of [1, 2]) {
          expect(await ask(send, `http://${at}`)).to.match(/^provider_timeout: /);
          for (let waited = 0; closed < count && waited < 2000; waited += 10) await elapse(10);
          expect([closed, server.connections]).to.deep.equal([count, count]);
        }
      });

      it('F11 at a kept connection that the server closes when the next request comes', async () => {
        let requests = 0;
        const at = await serve((socket) => {
          socket.on('data', () => {
            requests += 1;
            if (requests === 1) socket.write(OK);
            else socket.destroy();
          });
        });
        const send = createTestSender(client);
        expect(await ask(send, `http://${at}`)).to.equal(200);
        await elapse(20);
        expect(await ask(send, `http://${at}`)).to.match(/^provider_connection_lost: /);
        expect(requests).to.equal(2);
        expect(server.connections).to.equal(1);
      });
    });

    it('without TLS, at a reset right after accept: what is said is true', async () => {
      // Whether the reset arrives before the request is written is a race, and both answers are right at their time.
      const at = await serve((socket) => void socket.resetAndDestroy());
      const result = String(await ask(createTestSender(client), `http://${at}`));
      const [, code = ''] = /^(provider_unreachable|provider_connection_lost): /.exec(result) ?? [];
      expect(code, result).to.not.equal('');
      if (code === 'provider_connection_lost') expect(server.connections).to.be.at.most(2);
      else expect(server.connections).to.equal(2);
      expect(server.received).to.equal('');
    });

    it('an idle connection that the server has closed is replaced, and nothing is lost', async () => {
      const at = await serve((socket) => {
        socket.on('data', () => {
          socket.write(OK);
          setTimeout(() => socket.end(), 30);
        });
      });
      const send = createTestSender(client);
      expect(await ask(send, `http://${at}`)).to.equal(200);
      await elapse(120);
      expect(await ask(send, `http://${at}`)).to.equal(200);
      expect(server.connections).to.equal(2);
    });

    it('informational responses are passed over', async () => {
      const hints = 'HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 102 Processing\r\n\r\n';
      const at = await serve((socket) => void socket.once('data', () => socket.write(hints + OK.toString())));
      expect(await ask(createTestSender(client), `http://${at}`)).to.equal(200);
    });

    it('a response that ends with its connection is read', async () => {
      const at = await serve(
        (socket) => void socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\n\r\n{}')),
      );
      expect(await ask(createTestSender(client), `http://${at}`)).to.equal(200);
    });

    it('an IPv6 address is called as it is', async function () {
      try {
        server = await startSocketServer((socket) => void socket.once('data', () => socket.end(OK)), {
          host: '::1',
        });
      } catch {
        return skipTest(this, 'there is no IPv6');
      }
      expect(await ask(createTestSender(client), `http://[::1]:${server.port}/`)).to.equal(200);
      expect(server.received).to.match(new RegExp(`^host: \\[::1\\]:${server.port}\r$`, 'im'));
    });

    it('a provider that answers 407 itself has the token: what it says of it counts', async () => {
      const refusal = formatResponse('{"error":"invalid_grant"}', [], 407);
      const at = await serve((socket) => void socket.once('data', () => socket.end(refusal)));
      expect(await ask(createTestSender(client), `http://${at}`)).to.equal(407);
      expect(server.connections).to.equal(1);
    });

    it('redirects are not followed', async () => {
      const redirect = formatResponse('', ['location: /elsewhere'], 307);
      const at = await serve((socket) => void socket.on('data', () => socket.write(redirect)));
      expect(await ask(createTestSender(client), `http://${at}`)).to.equal(307);
      expect(server.received).to.not.include('elsewhere');
    });
  });
}
