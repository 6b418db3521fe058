import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import {
  createTestService,
  type TestService,
  type TestServiceOptions,
} from '../helpers/create-test-service.ts';
import { CHART, pick, renderChart } from '../helpers/render-chart.ts';
import { type Running, runNode } from '../helpers/service-process.ts';

const TENANTS = {
  tenants: {
    acme: { publicUrl: 'https://acme.example.com', providers: { zoom: {}, teams: {} } },
    globex: { publicUrl: 'https://domi.example.com/globex', providers: { webex: {} } },
  },
};

/** The program of `helm test`, as its pod runs it. */
const runProbe = (environment: Record<string, string>): Running['exited'] =>
  runNode([join(CHART, 'files', 'notes-probe.mjs')], environment).exited;

/** In front of the service: hands everything on, but for the headers that a careless proxy drops. */
async function startProxy(target: string, dropped: string): Promise<{ url: string; stop(): void }> {
  const server = http.createServer((incoming, answer) => {
    const { [dropped]: _, ...headers } = incoming.headers;
    const sent = http.request(target, { path: incoming.url, headers }, (received) => {
      answer.writeHead(received.statusCode ?? 500, received.headers);
      received.pipe(answer);
    });
    sent.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

describe('the probe of helm test', function () {
  this.timeout(60_000);

  let service: TestService;
  afterEach(() => service.stop());

  const start = async (options: TestServiceOptions = {}): Promise<Record<string, string>> => {
    service = await createTestService(options);
    return { SERVICE_URL: service.url, MANAGEMENT_URL: service.managementUrl };
  };

  it('a sound release, when probed, then every check passes for every service', async () => {
    const { code, output } = await runProbe({ ...(await start()), PUBLIC_URLS: 'https://domi.example.com' });
    expect(code, output).to.equal(0);
    expect(output.match(/^ok/gm)).to.have.length(16);
    expect(output)
      .to.include('//dominoZoomRefresh without a token is refused')
      .and.include('all checks passed');
  });

  it('tenants on a host and on a path, when probed, then each answers under its own address', async () => {
    const { code, output } = await runProbe({
      ...(await start({ providerFile: TENANTS })),
      PUBLIC_URLS: 'https://acme.example.com,https://domi.example.com/globex',
    });
    expect(code, output).to.equal(0);
    expect(output).to.include('https://domi.example.com/globex: dominoWebex sends the browser to its login');
  });

  it('a service without credentials, when probed, then the landing page is reported', async () => {
    const empty = { ZOOM_CLIENT_ID: '', TEAMS_CLIENT_ID: '', WEBEX_CLIENT_ID: '', GTM_CLIENT_ID: '' };
    const { code, output } = await runProbe({
      ...(await start({ environment: empty })),
      PUBLIC_URLS: 'https://domi.example.com',
    });
    expect(code).to.equal(1);
    expect(output).to.match(/FAILED .*the landing page offers a service: no service is enabled/);
  });

  it('a proxy that drops the Authorization header, when probed, then that is reported', async () => {
    const addresses = await start();
    const proxy = await startProxy(service.url, 'authorization');
    try {
      const { code, output } = await runProbe({
        ...addresses,
        SERVICE_URL: proxy.url,
        PUBLIC_URLS: 'https://domi.example.com',
      });
      expect(code).to.equal(1);
      expect(output.match(/^FAILED.*/gm)).to.have.length(1);
      expect(output).to.match(/FAILED .*the Authorization header arrives/);
    } finally {
      proxy.stop();
    }
  });

  it('an address of another installation, when probed, then its 404 is reported', async () => {
    const { code, output } = await runProbe({
      ...(await start({ providerFile: TENANTS })),
      PUBLIC_URLS: 'https://elsewhere.example.com',
    });
    expect(code).to.equal(1);
    expect(output).to.match(/FAILED .*landing page offers a service: answers 404/);
  });

  it('the pod of the chart, in its environment, then the addresses of the Services and of the first tenants', async () => {
    await start();
    const pod = pick(await renderChart({ scenario: 'tenants' }), 'Pod');
    const environment = Object.fromEntries(
      pod.spec.containers[0].env.map(({ name, value }: { name: string; value: string }) => [name, value]),
    );
    expect(environment).to.deep.equal({
      SERVICE_URL: 'http://domi:80',
      MANAGEMENT_URL: 'http://domi-management:8879',
      PUBLIC_URLS:
        'https://acme.domi.example.com,https://domi.example.com/globex,https://meetings.initech.example',
    });
  });
});
