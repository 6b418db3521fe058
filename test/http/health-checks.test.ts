import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { openRaw, parseAnswers } from '../helpers/raw-connection.ts';

const TENANTS = {
  tenants: { acme: { publicUrl: 'https://acme.example.com', providers: { zoom: {} } } },
};

describe('the health check of a load balancer on the web port', () => {
  let service: TestService;
  afterEach(() => service.stop());

  for (const [what, options] of [
    ['one tenant', {}],
    ['tenants on hosts', { providerFile: TENANTS }],
  ] as const) {
    it(`by the address of the pod, with ${what}, then 200`, async () => {
      service = await createTestService(options);
      for (const method of ['GET', 'HEAD']) {
        const { status, body, headers } = await send(`${service.url}/readyz`, {
          method,
          headers: { host: '10.1.2.3:8878', 'user-agent': 'GoogleHC/1.0' },
        });
        expect({ status, body }).to.deep.equal({ status: 200, body: method === 'GET' ? 'ok\n' : '' });
        expect(headers).to.include.keys('content-security-policy', 'x-request-id');
        expect(headers).to.not.have.property('set-cookie');
        expect(headers['cache-control']).to.equal('no-store');
      }
    });
  }

  it('every few seconds for ever, then neither the request log nor a metric grows', async () => {
    service = await createTestService();
    for (let index = 0; index < 50; index += 1) await send(`${service.url}/readyz`);
    expect(service.logs.join('')).to.not.include('readyz');
    const metrics = await (await fetch(`${service.managementUrl}/metrics`)).text();
    expect(metrics).to.not.match(/domi_http_request_duration_seconds_count\{.*\} 50/);
  });

  it('from an address that has used up its requests, then still 200', async () => {
    service = await createTestService({
      environment: { DOMI_LIMIT_CLIENT_ADDRESS: 'requestsPerSecond=1,burst=1' },
    });
    const pages = await Promise.all(Array.from({ length: 8 }, () => send(`${service.url}/diag`)));
    expect(pages.map(({ status }) => status)).to.include(429);
    expect((await send(`${service.url}/readyz`)).status).to.equal(200);
  });

  it('with a body, then the connection ends with the answer, and nothing behind it is executed', async () => {
    service = await createTestService();
    const connection = openRaw(service.url);
    connection.write('GET /readyz HTTP/1.1\r\nHost: 10.1.2.3\r\nContent-Length: 1000000000\r\n\r\n');
    for (let part = 0; part < 10; part += 1) connection.write('GET /diag HTTP/1.1\r\nHost: x\r\n\r\n');
    const answers = parseAnswers(await connection.closed);
    expect(answers.map(({ status }) => status)).to.deep.equal([200]);
    expect(answers[0]?.head).to.match(/^connection: close$/im);
  });

  it('by another method or below another path, then as any address that does not exist', async () => {
    service = await createTestService();
    expect((await send(`${service.url}/readyz`, { method: 'POST' })).status).to.equal(404);
    expect((await send(`${service.url}/x/readyz`)).status).to.equal(404);
  });
});
