import { createHmac } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { findFreePort } from '../../src/sandbox/free-port.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { type Answer, send } from '../helpers/http.ts';
import { createRemoval, type SignedDelivery, signDelivery } from '../helpers/zoom-webhooks.ts';

const SECRET = 'secret-token-of-zoom';
const KEY = Buffer.alloc(32, 7);

interface Received {
  readonly path: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

describe('an event that is forwarded', function () {
  this.timeout(15_000);
  const received: Received[] = [];
  let status: number | 'silence';
  let server: http.Server;
  let address: string;
  const started: TestService[] = [];

  before(async () => {
    server = http.createServer(async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      received.push({
        path: request.url ?? '',
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
      });
      if (status === 'silence') return;
      response.statusCode = status;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hooks?from=domi`;
  });
  after(async () => {
    await new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  });
  beforeEach(() => {
    status = 204;
    received.splice(0);
  });
  afterEach(async () => {
    for (const service of started.splice(0)) await service.stop();
  });

  async function serve(url = address): Promise<TestService> {
    const service = await createTestService({
      environment: {
        ZOOM_WEBHOOK_SECRET: SECRET,
        DOMI_WEBHOOK_FORWARD_URL: url,
        DOMI_WEBHOOK_FORWARD_SECRET: `whsec_${KEY.toString('base64')}`,
      },
    });
    started.push(service);
    return service;
  }

  const post = (service: TestService, { body, headers }: SignedDelivery): Promise<Answer> =>
    send(`${service.url}/zoomWebhook`, {
      method: 'POST',
      body,
      headers: { host: 'domi.example.com', ...headers },
    });

  it('arrives once, signed as the Standard Webhooks specification has it, with tenant, provider and the whole event', async () => {
    const service = await serve();
    const removal = createRemoval();
    const delivery = signDelivery(removal, SECRET);
    expect((await post(service, delivery)).status).to.equal(200);
    expect((await post(service, delivery)).status).to.equal(403);
    expect(received).to.have.length(1);
    const [{ path, headers, body }] = received as [Received];
    expect(path).to.equal('/hooks?from=domi');
    const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature } = headers;
    expect(id).to.match(/^msg_[\w-]{43}$/);
    expect(Math.abs(Number(timestamp) - Date.now() / 1000)).to.be.below(30);
    expect(signature).to.equal(
      `v1,${createHmac('sha256', KEY).update(`${id}.${timestamp}.${body}`).digest('base64')}`,
    );
    const { type, timestamp: at, data } = JSON.parse(body);
    expect(type).to.equal('app.deauthorized');
    expect(new Date(at).toISOString()).to.equal(at);
    expect(data).to.deep.equal({ tenant: 'default', provider: 'zoom', event: removal });
  });

  it('is a removal: validations and other events are not forwarded', async () => {
    const service = await serve();
    for (const event of [
      { event: 'endpoint.url_validation', payload: { plainToken: 'abc' } },
      { event: 'meeting.started', payload: {} },
    ])
      expect((await post(service, signDelivery(event, SECRET))).status).to.equal(200);
    expect(received).to.be.empty;
  });

  for (const answer of [500, 404, 302, 'silence'] as const) {
    it(`when the address answers ${answer}, is asked for again: the same delivery is then taken`, async () => {
      const service = await serve();
      status = answer;
      const delivery = signDelivery(createRemoval(), SECRET);
      const refused = await post(service, delivery);
      expect(refused.status).to.equal(503);
      expect(JSON.parse(refused.body)).to.include({ error: 'temporarily_unavailable', retryable: true });
      status = 200;
      expect((await post(service, delivery)).status).to.equal(200);
      expect(received.map(({ headers }) => headers['webhook-id'])).to.have.length(2);
      expect(received[0]?.headers['webhook-id']).to.equal(received[1]?.headers['webhook-id']);
      const { body } = await send(`${service.managementUrl}/metrics`);
      expect(body).to.match(/event="app_deauthorized",outcome="not_forwarded"\} 1\n/);
      expect(body).to.match(/event="app_deauthorized",outcome="accepted"\} 1\n/);
    });
  }

  it('when the address hangs, waits with sixteen others at most: further ones come again later', async () => {
    const service = await serve();
    status = 'silence';
    const answers = await Promise.all(
      Array.from({ length: 24 }, () => post(service, signDelivery(createRemoval(), SECRET))),
    );
    expect(answers.map((answer) => answer.status)).to.deep.equal(Array(24).fill(503));
    expect(received).to.have.length(16);
    status = 204;
    expect((await post(service, signDelivery(createRemoval(), SECRET))).status).to.equal(200);
  });

  it('when the address is away, is asked for again within the time that Zoom waits', async () => {
    const service = await serve(`http://127.0.0.1:${await findFreePort()}/`);
    const startedAt = performance.now();
    expect((await post(service, signDelivery(createRemoval(), SECRET))).status).to.equal(503);
    expect(performance.now() - startedAt).to.be.below(3000);
    const audit = service.logs.find((line) => line.includes('"msg":"app removed"')) ?? '';
    expect(JSON.parse(audit)).to.include({ outcome: 'not_forwarded' });
  });
});
