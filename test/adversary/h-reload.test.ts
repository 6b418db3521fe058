import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { createVolume, type Volume } from '../helpers/kubelet.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { until } from '../helpers/until.ts';

const TENANTS = 1000;
const RELOADS = 5;
const SERVICES = ['zoom', 'teams', 'webex', 'gotomeeting'];

describe('reloads without a pause', function () {
  this.timeout(120_000);
  let folder: string;
  let volume: Volume;
  let provider: ScriptedProvider;
  let service: TestService;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'domi-reloads-'));
    volume = await createVolume(folder);
    provider = await createScriptedProvider();
    await publish(0);
    service = await createTestService({
      environment: { ...INSECURE, DOMI_CONFIG: folder, DOMI_REPLAY_SECONDS: '0', DOMI_LIMITS: 'off' },
      reload: { poll: 500, rest: 50 },
    });
  });
  after(async () => {
    await service?.stop();
    await provider?.stop();
    await rm(folder, { recursive: true });
  });

  /** Every tenant changes with each version. */
  function publish(version: number): Promise<void> {
    const providers = Object.fromEntries(SERVICES.map((id) => [id, {}]));
    const tenants = Object.fromEntries(
      Array.from({ length: TENANTS }, (_, index) => [
        `t${index}`,
        {
          publicUrl: `https://t${index}.example.com`,
          displayName: `Version ${version} of ${index}`,
          providers,
        },
      ]),
    );
    return volume.publish({ 'providers.json': JSON.stringify({ ...provider.providerFile, tenants }) });
  }

  async function readName(): Promise<string> {
    const { body } = await service.get('/', { host: `t${TENANTS - 1}.example.com`, accept: 'text/html' });
    return /<bdi class="tenant">([^<]*)</.exec(body)?.[1] ?? '';
  }

  function measureHeap(): number {
    globalThis.gc?.();
    return process.memoryUsage().heapUsed;
  }

  it('H8 of a thousand tenants with four services: no request fails, and memory does not grow', async () => {
    const statuses = new Map<number, number>();
    let isAsking = true;
    const asking = (async () => {
      for (let serial = 0; isAsking; serial += 1) {
        const { status } = await service.get(`/dominoZoomRefresh`, {
          host: `t${serial % TENANTS}.example.com`,
          authorization: `Bearer T${serial}`,
        });
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
        // The records of what was asked are no part of the service.
        provider.received.length = 0;
        await delay(2);
      }
    })();
    const heaps: number[] = [];
    for (let version = 1; version <= RELOADS; version += 1) {
      await publish(version);
      await until(async () => (await readName()) === `Version ${version} of ${TENANTS - 1}`);
      service.logs.length = 0;
      heaps.push(measureHeap());
    }
    isAsking = false;
    await asking;
    expect([...statuses.keys()]).to.deep.equal([200]);
    expect(statuses.get(200)).to.be.above(100);
    const [, second = 0] = heaps;
    expect(heaps.at(-1), `heaps: ${heaps}`).to.be.below(1.2 * second);
  });
});
