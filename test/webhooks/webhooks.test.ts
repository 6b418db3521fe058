import { createHmac } from 'node:crypto';
import http from 'node:http';
import { expect } from 'chai';
import {
  createTestService,
  type TestService,
  type TestServiceOptions,
} from '../helpers/create-test-service.ts';
import { type Answer, send } from '../helpers/http.ts';
import { createRemoval, type SignedDelivery, signDelivery } from '../helpers/zoom-webhooks.ts';

const SECRET = 'secret-token-of-zoom';
const MINUTE = 60_000;

describe('the webhook of a provider', () => {
  let service: TestService;
  const started: TestService[] = [];

  async function serve(options: TestServiceOptions = {}): Promise<TestService> {
    const service = await createTestService({
      ...options,
      environment: { ZOOM_WEBHOOK_SECRET: SECRET, ...options.environment },
    });
    started.push(service);
    return service;
  }
  before(async () => {
    service = await serve();
  });
  after(async () => {
    for (const each of started) await each.stop();
  });

  const post = (
    { body, headers }: SignedDelivery,
    { path = '/zoomWebhook', to = service, host = 'domi.example.com' } = {},
  ): Promise<Answer> => send(to.url + path, { method: 'POST', body, headers: { host, ...headers } });

  const readLines = (kind: string, to = service): Record<string, unknown>[] =>
    to.logs
      .flatMap((text) => text.split('\n').filter(Boolean))
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter((line) => line['kind'] === kind);

  /** Deliveries by event and outcome. */
  async function countDeliveries(to = service): Promise<Record<string, number>> {
    const { body } = await send(`${to.managementUrl}/metrics`);
    const lines = body.matchAll(
      /^domi_webhook_deliveries_total\{provider="zoom",event="(\w+)",outcome="(\w+)"\} (\d+)$/gm,
    );
    return Object.fromEntries(
      [...lines].map(([, event, outcome, count]) => [`${event} ${outcome}`, Number(count)]),
    );
  }

  /** @returns what has been counted meanwhile */
  async function countDuring(act: () => Promise<unknown>, to = service): Promise<Record<string, number>> {
    const before = await countDeliveries(to);
    await act();
    const after = await countDeliveries(to);
    const changes = Object.entries(after).map(
      ([name, count]) => [name, count - (before[name] ?? 0)] as const,
    );
    return Object.fromEntries(changes.filter(([, count]) => count > 0));
  }

  it('when a user removes the app, says 200, counts it, and writes one audit line that does not say whose', async () => {
    const removal = createRemoval();
    let answer: Answer | undefined;
    const counted = await countDuring(async () => {
      answer = await post(signDelivery(removal, SECRET));
    });
    expect(answer).to.include({ status: 200, body: '{}' });
    expect(answer?.headers['cache-control']).to.equal('no-store');
    expect(counted).to.deep.equal({ 'app_deauthorized accepted': 1 });
    const line = readLines('audit').at(-1) ?? {};
    expect(line).to.include({
      msg: 'app removed',
      event: 'app_deauthorized',
      tenant: 'default',
      provider: 'zoom',
      outcome: 'accepted',
      request_id: answer?.headers['x-request-id'],
    });
    expect(readLines('access').at(-1)).to.include({
      route: 'webhook',
      event: 'app_deauthorized',
      delivery: 'accepted',
    });
    const output = service.logs.join('');
    for (const secret of [SECRET, removal.payload['user_id'], 'account-of-a-customer', 'removal-'])
      expect(output).to.not.include(secret);
  });

  it('when Zoom validates the endpoint, signs its token', async () => {
    const plainToken = 'qgg8vlvZRS6UYooatFL8Aw';
    const event = { payload: { plainToken }, event_ts: 1, event: 'endpoint.url_validation' };
    const answer = await post(signDelivery(event, SECRET));
    expect(answer.status).to.equal(200);
    expect(JSON.parse(answer.body)).to.deep.equal({
      plainToken,
      encryptedToken: createHmac('sha256', SECRET).update(plainToken).digest('hex'),
    });
    expect(readLines('audit').at(-1)).to.include({ msg: 'webhook validated', outcome: 'accepted' });
  });

  it('when it gets an event that it does not know, acknowledges and counts it', async () => {
    const counted = await countDuring(async () => {
      const event = { event: 'meeting.started', event_ts: 1, payload: { object: { topic: 'secret plans' } } };
      expect((await post(signDelivery(event, SECRET))).status).to.equal(200);
    });
    expect(counted).to.deep.equal({ 'other accepted': 1 });
    expect(service.logs.join('')).to.not.match(/meeting\.started|secret plans/);
  });

  const forged: readonly (readonly [string, (delivery: SignedDelivery) => SignedDelivery])[] = [
    ['no signature', ({ body }) => ({ body, headers: {} })],
    ['a signature of another secret', ({ body }) => signDelivery(body, 'another-secret')],
    ['another body', ({ body, headers }) => ({ body: `${body} `, headers })],
    [
      'another timestamp',
      ({ body, headers }) => ({
        body,
        headers: {
          ...headers,
          'x-zm-request-timestamp': String(Number(headers['x-zm-request-timestamp']) + 1),
        },
      }),
    ],
    [
      'a signature that is cut short',
      ({ body, headers }) => ({
        body,
        headers: { ...headers, 'x-zm-signature': headers['x-zm-signature']?.slice(0, -2) ?? '' },
      }),
    ],
    [
      'a signature of another kind',
      ({ body, headers }) => ({ body, headers: { ...headers, 'x-zm-signature': 'v0=' } }),
    ],
    [
      'a timestamp that is no number',
      ({ body }) => {
        const hmac = createHmac('sha256', SECRET).update(`v0:now:${body}`).digest('hex');
        return { body, headers: { 'x-zm-request-timestamp': 'now', 'x-zm-signature': `v0=${hmac}` } };
      },
    ],
    ['the old verification token only', ({ body }) => ({ body, headers: { authorization: SECRET } })],
  ];
  for (const [what, change] of forged) {
    it(`with ${what}, is refused, and the body is not read for what it says`, async () => {
      const audits = readLines('audit').length;
      const counted = await countDuring(async () => {
        const answer = await post(change(signDelivery(createRemoval(), SECRET)));
        expect(answer.status).to.equal(403);
        expect(JSON.parse(answer.body)).to.include({ error: 'invalid_signature', retryable: false });
      });
      expect(counted).to.deep.equal({ 'unread forged': 1 });
      expect(readLines('audit')).to.have.length(audits);
    });
  }

  for (const [what, minutes, status] of [
    ['four minutes old', -4, 200],
    ['six minutes old', -6, 403],
    ['a day old', -1440, 403],
    ['four minutes ahead of our clock', 4, 200],
    ['six minutes ahead of our clock', 6, 403],
  ] as const) {
    it(`when a delivery is ${what}, answers ${status}`, async () => {
      const counted = await countDuring(async () => {
        const answer = await post(signDelivery(createRemoval(), SECRET, Date.now() + minutes * MINUTE));
        expect(answer.status).to.equal(status);
      });
      expect(counted).to.deep.equal(
        status === 200 ? { 'app_deauthorized accepted': 1 } : { 'unread late': 1 },
      );
    });
  }

  it('when one delivery comes again, at once and later, takes it once', async () => {
    const delivery = signDelivery(createRemoval(), SECRET);
    const audits = readLines('audit').length;
    const counted = await countDuring(async () => {
      const answers = await Promise.all([post(delivery), post(delivery), post(delivery)]);
      expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 403, 403]);
      expect((await post(delivery)).status).to.equal(403);
    });
    expect(counted).to.deep.equal({ 'app_deauthorized accepted': 1, 'app_deauthorized replayed': 3 });
    expect(readLines('audit')).to.have.length(audits + 1);
  });

  for (const [what, event] of [
    ['no JSON', 'app_deauthorized'],
    ['a list', '[{"event":"app_deauthorized"}]'],
    ['null', 'null'],
    ['nothing', ''],
    ['an object without an event', '{"payload":{}}'],
    ['an event that is no text', '{"event":1}'],
    ['an event in its prototype', '{"__proto__":{"event":"app_deauthorized"}}'],
    ['the name of a method as an event', '{"event":{"toString":"app_deauthorized"}}'],
    ['a validation without a token', '{"event":"endpoint.url_validation","payload":{}}'],
    [
      'a validation whose token looks like a delivery',
      '{"event":"endpoint.url_validation","payload":{"plainToken":"v0:1764000000:{}"}}',
    ],
  ] as const) {
    it(`when it gets ${what} with a right signature, says that this is no event`, async () => {
      const counted = await countDuring(async () => {
        const answer = await post(signDelivery(event, SECRET));
        expect(answer.status).to.equal(400);
        expect(JSON.parse(answer.body)).to.include({ error: 'invalid_request' });
      });
      expect(counted).to.deep.equal({ 'unread malformed': 1 });
    });
  }

  for (const type of [
    'application/x-www-form-urlencoded',
    'text/plain; charset=utf-16',
    'multipart/form-data',
  ]) {
    it(`of the type ${type}, is read as it is: only the signature counts`, async () => {
      const { body, headers } = signDelivery(createRemoval(), SECRET);
      const answer = await post({ body, headers: { ...headers, 'content-type': type } });
      expect(answer.status).to.equal(200);
    });
  }

  it('with other bytes that read as the same text, is refused: the signature covers bytes', async () => {
    const { url } = service;
    const timestamp = String(Math.floor(Date.now() / 1000));
    const withByte = (byte: number): Buffer =>
      Buffer.concat([Buffer.from('{"event":"other","x":"'), Buffer.from([byte]), Buffer.from('"}')]);
    const hmac = createHmac('sha256', SECRET).update(`v0:${timestamp}:`).update(withByte(0xff)).digest('hex');
    const headers = { 'x-zm-request-timestamp': timestamp, 'x-zm-signature': `v0=${hmac}` };
    const statuses = [];
    for (const byte of [0xfe, 0xff]) {
      const init = { method: 'POST', headers, body: new Uint8Array(withByte(byte)) };
      statuses.push((await fetch(`${url}/zoomWebhook`, init)).status);
    }
    expect(statuses).to.deep.equal([403, 200]);
  });

  it('with a body of 64 KiB, reads it; one byte more is refused unread', async () => {
    const fill = (size: number): string => {
      const empty = JSON.stringify({ event: 'other', filling: '' });
      return empty.replace('""', `"${'x'.repeat(size - empty.length)}"`);
    };
    expect((await post(signDelivery(fill(65_536), SECRET))).status).to.equal(200);
    const counted = await countDuring(async () => {
      const answer = await post(signDelivery(fill(65_537), SECRET));
      expect(answer.status).to.equal(413);
      expect(JSON.parse(answer.body)).to.include({ error: 'content_too_large' });
      expect(answer.headers.connection).to.equal('close');
    });
    expect(counted).to.deep.equal({ 'unread too_large': 1 });
  });

  it('with a body that never ends, in chunks, stops reading', async () => {
    const { hostname, port } = new URL(service.url);
    const status = await new Promise<number | undefined>((resolve, reject) => {
      const request = http.request(
        { hostname, port, path: '/zoomWebhook', method: 'POST', headers: { host: 'domi.example.com' } },
        (response) => {
          clearInterval(writing);
          response.resume();
          resolve(response.statusCode);
          request.destroy();
        },
      );
      const writing = setInterval(() => request.write('x'.repeat(4096)), 1);
      request.on('error', (error) => {
        clearInterval(writing);
        reject(error);
      });
    });
    expect(status).to.equal(413);
  });

  for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) {
    it(`when it is called with ${method}, names the one method that there is`, async () => {
      const answer = await send(`${service.url}/zoomWebhook`, {
        method,
        headers: { host: 'domi.example.com' },
      });
      expect(answer.status).to.equal(405);
      expect(answer.headers.allow).to.equal('POST');
    });
  }

  it('without a secret token, is not there', async () => {
    const other = await serve({ environment: { ZOOM_WEBHOOK_SECRET: '' } });
    const answer = await post(signDelivery(createRemoval(), ''), { to: other });
    expect(answer.status).to.equal(404);
    expect(other.logs.join('')).to.not.include('webhook is not enabled');
  });

  it('while its secret token is replaced, takes both, and answers a validation with the one that signed it', async () => {
    const other = await serve({
      environment: { OLD_TOKEN: 'old-token', NEW_TOKEN: 'new-token' },
      providerFile: {
        providers: {
          zoom: { webhook: { path: 'events', secret: [{ env: 'NEW_TOKEN' }, { env: 'OLD_TOKEN' }] } },
        },
      },
    });
    for (const token of ['old-token', 'new-token']) {
      const event = { event: 'endpoint.url_validation', payload: { plainToken: 'abc' } };
      const answer = await post(signDelivery(event, token), { to: other, path: '/events' });
      expect(JSON.parse(answer.body)).to.deep.equal({
        plainToken: 'abc',
        encryptedToken: createHmac('sha256', token).update('abc').digest('hex'),
      });
    }
    expect(
      (await post(signDelivery(createRemoval(), SECRET), { to: other, path: '/events' })).status,
    ).to.equal(403);
    expect((await post(signDelivery(createRemoval(), 'new-token'), { to: other })).status).to.equal(404);
  });

  describe('with tenants', () => {
    let tenants: TestService;
    before(async () => {
      tenants = await serve({
        environment: { ACME_TOKEN: 'token-of-acme', OWN_ID: 'own-id', OWN_SECRET: 'own-secret' },
        providerFile: {
          tenants: {
            acme: {
              publicUrl: 'https://domi.example.com/acme',
              providers: { zoom: { webhook: { path: 'zoomWebhook', secret: { env: 'ACME_TOKEN' } } } },
            },
            globex: { publicUrl: 'https://globex.example.com', providers: { zoom: {} } },
            initech: {
              publicUrl: 'https://initech.example.com',
              providers: { zoom: { clientId: { env: 'OWN_ID' }, clientSecret: { env: 'OWN_SECRET' } } },
            },
          },
        },
      });
    });

    it('tells them apart by address, and each has the secret of its own app', async () => {
      const acme = { to: tenants, path: '/acme/zoomWebhook' };
      const globex = { to: tenants, host: 'globex.example.com' };
      expect((await post(signDelivery(createRemoval(), 'token-of-acme'), acme)).status).to.equal(200);
      expect((await post(signDelivery(createRemoval(), SECRET), acme)).status).to.equal(403);
      expect((await post(signDelivery(createRemoval(), SECRET), globex)).status).to.equal(200);
      expect((await post(signDelivery(createRemoval(), 'token-of-acme'), globex)).status).to.equal(403);
      expect(readLines('audit', tenants).map(({ tenant }) => tenant)).to.deep.equal(['acme', 'globex']);
    });

    it('for a tenant with an app of its own, is not there: the secret token of the shared app proves nothing', async () => {
      const answer = await post(signDelivery(createRemoval(), SECRET), {
        to: tenants,
        host: 'initech.example.com',
      });
      expect(answer.status).to.equal(404);
    });

    it('of an unknown tenant or provider, is not there', async () => {
      for (const where of [
        { host: 'unknown.example.com' },
        { path: '/nobody/zoomWebhook' },
        { path: '/acme/teamsWebhook' },
        { path: '/acme/zoomWebhook/' },
        { path: '/acme/ZoomWebhook' },
      ]) {
        const answer = await post(signDelivery(createRemoval(), 'token-of-acme'), { to: tenants, ...where });
        expect(answer.status, JSON.stringify(where)).to.equal(404);
      }
    });
  });
});
