import { expect } from 'chai';
import { atEntrances } from '../adversary/entrances.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { openRaw, parseAnswers, type RawConnection } from '../helpers/raw-connection.ts';
import { until } from '../helpers/until.ts';
import { createRemoval, type SignedDelivery, signDelivery } from '../helpers/zoom-webhooks.ts';

const SECRET = 'secret-token-of-zoom';
const environment = { ZOOM_WEBHOOK_SECRET: SECRET };

interface Head {
  readonly request?: string;
  readonly length?: string;
}

/** The head of a delivery that waits for 100. */
const writeHead = (
  { body, headers }: SignedDelivery,
  {
    request = 'POST /zoomWebhook HTTP/1.1',
    length = `Content-Length: ${Buffer.byteLength(body)}`,
  }: Head = {},
): string =>
  [
    request,
    'Host: domi.example.com',
    'Expect: 100-continue',
    length,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    '',
    '',
  ].join('\r\n');

const listStatuses = (received: string): number[] => parseAnswers(received).map(({ status }) => status);

const untilAsked = (connection: RawConnection): Promise<void> =>
  until(() => connection.received.includes('HTTP/1.1 100 Continue\r\n\r\n'));

describe('a delivery whose body waits for 100 (RFC 9110 section 10.1.1)', function () {
  this.timeout(30_000);

  atEntrances(
    (name, at) => {
      it(`B8 is asked for its body and taken, ${name}`, async () => {
        const delivery = signDelivery(createRemoval(), SECRET);
        const connection = openRaw(at().url);
        connection.write(writeHead(delivery));
        await untilAsked(connection);
        connection.write(delivery.body);
        await until(() => listStatuses(connection.received).length === 2);
        expect(listStatuses(connection.received)).to.deep.equal([100, 200]);
        connection.destroy();
      });
    },
    { environment },
  );

  describe('directly', () => {
    let service: TestService;
    before(async () => {
      service = await createTestService({ environment });
    });
    after(() => service.stop());

    /** @returns the statuses of everything that came back until the connection was closed */
    async function listAnswers(text: string): Promise<number[]> {
      const connection = openRaw(service.url);
      connection.write(text);
      return listStatuses(await connection.closed);
    }

    it('in chunks, is asked for them', async () => {
      const delivery = signDelivery(createRemoval(), SECRET);
      const connection = openRaw(service.url);
      connection.write(writeHead(delivery, { length: 'Transfer-Encoding: chunked' }));
      await untilAsked(connection);
      connection.write(`${delivery.body.length.toString(16)}\r\n${delivery.body}\r\n0\r\n\r\n`);
      expect(listStatuses(await connection.closed)).to.deep.equal([100, 200]);
    });

    it('behind another request on its connection, is asked for it after the answer to that one', async () => {
      const delivery = signDelivery(createRemoval(), SECRET);
      const connection = openRaw(service.url);
      connection.write(`GET /diag HTTP/1.1\r\nHost: domi.example.com\r\n\r\n${writeHead(delivery)}`);
      await untilAsked(connection);
      connection.write(delivery.body);
      expect(listStatuses(await connection.closed)).to.deep.equal([200, 100, 200]);
    });

    for (const [what, status, head] of [
      ['is too large', 413, { length: 'Content-Length: 65537' }],
      ['goes to an address that is none', 404, { request: 'POST /nobodysWebhook HTTP/1.1' }],
      ['comes by another method', 405, { request: 'PUT /zoomWebhook HTTP/1.1' }],
      ['goes to a route that reads no body', 405, { request: 'POST /diag HTTP/1.1' }],
    ] as const) {
      it(`that ${what}, is refused with ${status} at once, and its body is never asked for`, async () => {
        const delivery = signDelivery(createRemoval(), SECRET);
        expect(await listAnswers(writeHead(delivery, head))).to.deep.equal([status]);
      });
    }

    it('that is empty, is not asked for', async () => {
      expect(
        await listAnswers(
          `${writeHead(signDelivery('', SECRET)).replace('\r\n', '\r\nConnection: close\r\n')}`,
        ),
      ).to.deep.equal([400]);
    });

    it('by HTTP/1.0, gets no 100, which that version does not know', async () => {
      const delivery = signDelivery(createRemoval(), SECRET);
      const head = writeHead(delivery, { request: 'POST /zoomWebhook HTTP/1.0' });
      expect(await listAnswers(head + delivery.body)).to.deep.equal([200]);
    });
  });
});
