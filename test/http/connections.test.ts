import { mkdtempSync, rmSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { divideDescriptors } from '../../src/http/divide-descriptors.ts';
import { createPort } from '../../src/http/port.ts';
import type { ConnectionEvent } from '../../src/observability/events.ts';
import { SEND_BUDGET } from '../../src/time/budgets.ts';
import { createCertificate, OPENSSL_MISSING, toTlsEnvironment } from '../helpers/certificate.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { openRaw, parseAnswers, type RawConnection } from '../helpers/raw-connection.ts';
import { readMetric } from '../helpers/read-metric.ts';
import { waitFor } from '../helpers/service-process.ts';
import { skipTest } from '../helpers/skip.ts';

const GET = 'GET /diag HTTP/1.1\r\nHost: domi.example.com\r\n';

describe('connections', () => {
  let folder: string;
  let service: TestService;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'domi-connections-'));
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });
  afterEach(() => service?.stop());

  /** Whether the server has let go: writing into a connection that is gone is answered with a reset. */
  function isGone(connection: RawConnection): boolean {
    connection.write('x');
    return connection.isReset;
  }

  it('that say nothing, half of something or rubbish, are destroyed after the answer, even if the client stays', async function () {
    this.timeout(40_000);
    service = await createTestService();
    const texts = {
      nothing: '',
      'half a head': GET,
      'half a body': `POST /diag HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\nabc`,
      rubbish: 'rubbish\r\n\r\n',
      'two lengths': `${GET}Content-Length: 1\r\nContent-Length: 2\r\n\r\n`,
      CONNECT: 'CONNECT x:1 HTTP/1.1\r\nHost: x\r\n\r\n',
      'a long head': `${GET}X: ${'x'.repeat(40_000)}`,
    };
    const all = [service.url, service.managementUrl].flatMap((url) =>
      Object.entries(texts).map(([what, text]) => {
        const connection = openRaw(url, { staysOpen: true });
        if (text) connection.write(text);
        return { what, connection };
      }),
    );
    for (const { what, connection } of all) {
      await waitFor(() => connection.isEnded);
      expect(parseAnswers(connection.received), what).to.have.length(1);
    }
    await waitFor(() => all.every(({ connection }) => isGone(connection)));
  });

  it('that never finish their TLS handshake, or speak HTTP instead, are destroyed', async function () {
    this.timeout(40_000);
    const files = createCertificate(folder) ?? skipTest(this, OPENSSL_MISSING);
    service = await createTestService({
      environment: toTlsEnvironment(files),
    });
    const http = openRaw(service.url, { staysOpen: true });
    http.write(`${GET}\r\n`);
    const silent = openRaw(service.url, { staysOpen: true });
    const halfway = openRaw(service.url, { staysOpen: true });
    // The head of a record of 512 bytes that never come.
    halfway.write(Buffer.from([0x16, 3, 1, 2, 0, 1]));
    for (const connection of [http, silent, halfway]) {
      await waitFor(() => connection.isEnded);
      await waitFor(() => isGone(connection));
      expect(connection.received).to.not.include('HTTP/1.1');
    }
  });

  it('J4 beyond the descriptors are closed at once, logged as what they are, and accepted again later', async () => {
    const descriptorLimit = 160;
    const { web } = divideDescriptors(descriptorLimit, 'http');
    service = await createTestService({ descriptorLimit });
    const held = Array.from({ length: web }, () => openRaw(service.url));
    for (const connection of held) connection.write(`${GET}\r\n`);
    await waitFor(() => held.every(({ received }) => received !== ''));

    const further = Array.from({ length: 20 }, () => openRaw(service.url));
    for (const connection of further) expect(await connection.closed).to.equal('');
    expect(
      await readMetric(service.managementUrl, 'domi_connections_failed_total{port="web",reason="refused"}'),
    ).to.equal(20);
    const lines = service.logs.filter((text) => text.includes('"kind":"connection"'));
    expect(lines).to.have.length(1);
    expect(JSON.parse(lines[0] ?? '')).to.include({ level: 'warn', port: 'web', connections: web });

    for (const connection of held) connection.destroy();
    await waitFor(async () => {
      const again = openRaw(service.url);
      again.write(`${GET}Connection: close\r\n\r\n`);
      return parseAnswers(await again.closed)[0]?.status === 200;
    });
  });

  it('have fewer places than there are descriptors, on both ports, and half are left for providers', () => {
    for (const scheme of ['http', 'https'] as const) {
      for (const descriptors of [256, 1024, 4096, 20_000, 1_048_576]) {
        const { web, management } = divideDescriptors(descriptors, scheme);
        expect(web + management + web, String(descriptors)).to.be.below(descriptors);
        expect(Math.min(web, management)).to.be.above(15);
      }
    }
    expect(divideDescriptors(undefined, 'http').web).to.equal(divideDescriptors(1_048_576, 'http').web);
    // Too few to work with; still, some are accepted.
    expect(divideDescriptors(64, 'http').web).to.be.above(0);
  });

  it('whose answer nobody takes are cut when the time for it is over, and its bytes are all that is held', async () => {
    let now = 0;
    const events: ConnectionEvent[] = [];
    const size = 64 * 1024 * 1024;
    let responses = 0;
    const port = createPort({
      name: 'web',
      async handle(_request: IncomingMessage, response: ServerResponse) {
        responses += 1;
        response.end(Buffer.alloc(size));
      },
      tls: undefined,
      maxConnections: 10,
      sendBudget: SEND_BUDGET,
      clock: { now: () => new Date(0), monotonic: () => now },
      observeUnparsed: () => undefined,
      observeConnection: (event) => events.push(event),
    });
    const client = net.connect({ port: await port.listen(0, '127.0.0.1'), host: '127.0.0.1' });
    client.on('error', () => undefined);
    client.pause();
    client.write(`${GET}\r\n${GET}\r\n`);
    await waitFor(() => responses === 1);
    now += SEND_BUDGET - 1;
    await delay(1500);
    expect(events).to.deep.equal([]);
    expect(responses, 'the second request waits').to.equal(1);
    now += 2;
    await waitFor(() => events.length > 0);
    expect(events).to.deep.equal([{ kind: 'slow_reader', port: 'web', count: 1 }]);
    await port.close(1000);
    expect(responses).to.equal(1);
    client.destroy();
  });
});
