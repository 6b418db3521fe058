import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { findHaproxy, type Haproxy, startHaproxy } from '../helpers/haproxy.ts';
import { type Answer, send } from '../helpers/http.ts';
import { pick, renderChart } from '../helpers/render-chart.ts';
import { skipSuite } from '../helpers/skip.ts';

interface Pod {
  readonly address: string;
  /** Authorization headers of the requests that arrived. */
  readonly seen: (string | undefined)[];
  /** From now on it dies on every request that it has read. */
  crash(): void;
  stop(): void;
}

async function startPod(): Promise<Pod> {
  const seen: (string | undefined)[] = [];
  let isCrashing = false;
  const server = http.createServer((request, answer) => {
    seen.push(request.headers.authorization);
    if (isCrashing) request.socket.destroy();
    else answer.end('ok');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    crash: () => {
      isCrashing = true;
    },
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The claims of docs/kubernetes.md, with the value that the chart gives to HAProxy's controller. */
describe('HAProxy with the settings of the chart', function () {
  this.timeout(60_000);

  let pods: Pod[];
  let haproxy: Haproxy;

  before(async function () {
    const program = await findHaproxy();
    if (program === undefined) skipSuite(this, 'no haproxy on this machine');
    const { annotations } = pick(await renderChart({ scenario: 'tenants' }), 'Ingress').metadata;
    pods = await Promise.all([startPod(), startPod()]);
    const servers = pods.map(({ address }) => address);
    haproxy = await startHaproxy(program, annotations?.['haproxy.org/load-balance'] ?? '', servers);
  });
  after(async () => {
    await haproxy?.stop();
    for (const pod of pods ?? []) pod.stop();
  });
  beforeEach(() => {
    for (const { seen } of pods) seen.length = 0;
  });

  /** A connection of its own for each request, as Notes has. */
  const ask = (authorization?: string): Promise<Answer> =>
    send(`${haproxy.url}/dominoZoomRefresh`, {
      headers: { connection: 'close', ...(authorization !== undefined && { authorization }) },
    });

  it('one token, asked with twenty times, then always the same pod', async () => {
    for (let index = 0; index < 20; index += 1) await ask('Bearer one');
    expect(pods.map(({ seen }) => seen.length).sort((a, b) => a - b)).to.deep.equal([0, 20]);
  });

  it('many tokens, then both pods have work', async () => {
    for (let index = 0; index < 40; index += 1) await ask(`Bearer token-${index}`);
    for (const { seen } of pods) expect(seen.length).to.be.greaterThan(5);
  });

  it('pages, which have no token, then both pods have work', async () => {
    for (let index = 0; index < 10; index += 1) await ask();
    for (const { seen } of pods) expect(seen.length).to.equal(5);
  });

  it('a pod that dies with the request in its hands, then no second pod gets it', async () => {
    for (const pod of pods) pod.crash();
    const { status } = await ask('Bearer spent-once');
    expect(status).to.equal(502);
    expect(pods.flatMap(({ seen }) => seen)).to.deep.equal(['Bearer spent-once']);
  });
});
