import http, { type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as elapse } from 'node:timers/promises';
import { expect } from 'chai';
import { createResolver } from '../../src/connections/resolver.ts';
import { type DeafListener, startDeafListener } from '../helpers/deaf-listener.ts';
import { skipTest } from '../helpers/skip.ts';
import { ask, CLIENT_NAMES, createTestSender } from '../upstream/both-senders.ts';

/** Addresses of this machine: the server listens on the first, nobody on the next, and the last does not answer. */
const ALIVE = '127.0.0.1';
const DEAD = '127.0.0.2';
const DEAF = '127.0.0.3';

for (const client of CLIENT_NAMES) {
  describe(`a provider with several addresses, when ${client} sends`, () => {
    let server: Server;
    let deaf: DeafListener;
    let port: number;

    before(async () => {
      server = http.createServer((request, response) => {
        request.resume();
        response.end('{}');
      });
      await new Promise<void>((resolve) => server.listen(0, ALIVE, resolve));
      port = (server.address() as AddressInfo).port;
      deaf = await startDeafListener(DEAF, port);
    });
    after(async () => {
      server.closeAllConnections();
      server.close();
      await deaf.stop();
    });

    /** @returns what came of it, and after how many milliseconds */
    async function reach(addresses: readonly string[], timeouts = {}): Promise<[number | string, number]> {
      const send = createTestSender(client, { lookup: async () => addresses, timeouts });
      const startedAt = performance.now();
      const result = await ask(send, `http://provider.test:${port}/`);
      return [result, performance.now() - startedAt];
    }

    const ROWS: readonly (readonly [string, readonly string[]])[] = [
      ['the first is dead', [DEAD, ALIVE]],
      ['the first is dead and of the other family', ['::1', ALIVE]],
      ['all of the other family are dead', ['::1', '::1', '::1', ALIVE]],
      ['the first does not answer', [DEAF, ALIVE]],
      ['the first does not answer and the second is dead', [DEAF, DEAD, ALIVE]],
      ['the last does not answer', [ALIVE, DEAF]],
      ['six do not answer', [DEAF, DEAF, DEAF, DEAF, DEAF, DEAF, ALIVE]],
    ];
    for (const [what, addresses] of ROWS) {
      it(`of which ${what}: is reached within the time for a connection`, async () => {
        const [result, elapsed] = await reach(addresses);
        expect(result).to.equal(200);
        expect(elapsed).to.be.below(3000);
      });
    }

    it('of which the first does not answer: is reached after a quarter of a second, however much time there is', async () => {
      const [result, elapsed] = await reach([DEAF, ALIVE], { connect: 25_000 });
      expect(result).to.equal(200);
      // Half of the time for a connection would be 6 s for each of two.
      expect(elapsed).to.be.within(200, 4000);
    });

    it('of which one has answered: leaves no attempt behind', async () => {
      const countAttempts = (): number =>
        process.getActiveResourcesInfo().filter((name) => name === 'ConnectWrap').length;
      // The queue of the listener is full of some.
      const before_ = countAttempts();
      expect((await reach([DEAF, DEAF, ALIVE]))[0]).to.equal(200);
      await elapse(20);
      expect(countAttempts()).to.equal(before_);
    });

    it('of which all of one family do not answer: is reached by the other one, which comes second', async function () {
      const other = http.createServer((request, response) => {
        request.resume();
        response.end('{}');
      });
      const isListening = await new Promise((resolve) => {
        other.once('error', () => resolve(false)).listen(port, '::1', () => resolve(true));
      });
      if (!isListening) return skipTest(this, 'there is no IPv6');
      const [result, elapsed] = await reach([...Array(30).fill(DEAF), '::1'], { connect: 25_000 });
      other.closeAllConnections();
      other.close();
      expect(result).to.equal(200);
      // As the last of 31 it would be tried after 7.5 s.
      expect(elapsed).to.be.below(5000);
    });

    it('of which more do not answer than there is time for one after the other: is reached', async () => {
      const [result] = await reach([...Array(30).fill(DEAF), ALIVE]);
      expect(result).to.equal(200);
    });

    it('of which none is alive: says why', async () => {
      // A machine without IPv6 has a second reason.
      const [result] = await reach([DEAD, '::1', '127.0.0.4']);
      expect(result).to.match(/^provider_unreachable: ECONNREFUSED/);
    });

    it('of which none answers: says so after the time for a connection, not before', async () => {
      const [result, elapsed] = await reach([DEAF, DEAD], { connect: 700 });
      expect(result).to.equal('provider_unreachable: time-out in phase connect');
      // Two attempts.
      expect(elapsed).to.be.above(1400);
    });
  });
}

describe('a provider with a slow address', () => {
  for (const client of CLIENT_NAMES) {
    it(`and a dead one, when ${client} sends: is reached over the slow one`, async () => {
      const probe = http.createServer().listen(0, DEAF);
      await new Promise((resolve) => probe.once('listening', resolve));
      const { port } = probe.address() as AddressInfo;
      await new Promise((resolve) => probe.close(resolve));
      const slow = await startDeafListener(DEAF, port);
      try {
        const send = createTestSender(client, { lookup: async () => [DEAF, DEAD] });
        setTimeout(slow.wake, 600);
        // The system sends the first packet again after a second, so no attempt that ended sooner would succeed.
        expect(await ask(send, `http://provider.test:${port}/`)).to.equal(200);
      } finally {
        await slow.stop();
      }
    });
  }
});

describe('a provider whose name leads into a private network', () => {
  const FORBIDDEN = 'provider_unreachable: the name leads into a private network';

  for (const client of CLIENT_NAMES) {
    for (const address of [
      '127.0.0.1',
      '10.0.0.1',
      '169.254.169.254',
      '::1',
      '::ffff:7f00:1',
      '64:ff9b::a00:1',
    ]) {
      it(`H5 at ${address}, when ${client} sends: is refused, and looked up once`, async () => {
        let lookups = 0;
        const lookup = async (): Promise<readonly string[]> => {
          lookups += 1;
          return [address];
        };
        const send = createTestSender(client, { lookup, allowPrivateAddresses: false });
        expect(await ask(send, 'https://provider.test/')).to.equal(FORBIDDEN);
        expect(lookups).to.equal(1);
      });
    }

    it(`in the address itself, when ${client} sends: is refused`, async () => {
      const send = createTestSender(client, { allowPrivateAddresses: false });
      for (const host of ['127.0.0.1', '[::1]', '[::ffff:10.0.0.1]']) {
        expect(await ask(send, `https://${host}/`), host).to.equal(FORBIDDEN);
      }
    });
  }

  it('beside a public one: is called at the public one only', async () => {
    const resolver = createResolver(
      async () => ['127.0.0.1', '93.184.215.14', '::1', '2606:2800:220:1::1'],
      1000,
    );
    expect(await resolver.resolve('provider.test', 'public')).to.deep.equal([
      '93.184.215.14',
      '2606:2800:220:1::1',
    ]);
  });
});

describe('the lookup of a name', () => {
  it('is shared by all who ask for it at the same time, and made anew for those who come later', async () => {
    const asked: string[] = [];
    const resolver = createResolver(async (hostname) => {
      asked.push(hostname);
      await elapse(20);
      return ['127.0.0.1'];
    }, 1000);
    const names = ['a.test', 'a.test', 'b.test', 'a.test'];
    await Promise.all(names.map((name) => resolver.resolve(name, 'any')));
    expect(asked).to.deep.equal(['a.test', 'b.test']);
    await resolver.resolve('a.test', 'any');
    expect(asked).to.have.length(3);
  });

  it('that fails: is made anew', async () => {
    let count = 0;
    const resolver = createResolver(async () => {
      count += 1;
      if (count === 1) throw Object.assign(new Error(), { code: 'EAI_AGAIN' });
      return ['127.0.0.1'];
    }, 1000);
    const fail = await resolver.resolve('a.test', 'any').catch((error: Error) => error.message);
    expect(fail).to.equal('EAI_AGAIN');
    expect(await resolver.resolve('a.test', 'any')).to.deep.equal(['127.0.0.1']);
  });

  it('of an address is none', async () => {
    const resolver = createResolver(() => Promise.reject(new Error('asked')), 1000);
    expect(await resolver.resolve('::1', 'any')).to.deep.equal(['::1']);
  });
});
