import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';
import { type Serving, serveProcess } from '../helpers/service-process.ts';
import { type Flood, startFlood } from '../helpers/start-flood.ts';

/** Milliseconds that the provider takes, as a real one does. */
const PROVIDER_TIME = 200;
const SAMPLES = 80;
/** Requests of the quiet tenant at the same time. */
const STREAMS = 4;
/** The machine may be busy with something else; one undisturbed comparison is enough. */
const ATTEMPTS = 8;

describe('a noisy tenant', () => {
  let folder: string;
  let provider: ScriptedProvider;
  let service: Serving;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'domi-noisy-'));
    provider = await createScriptedProvider();
    provider.answer = (_request, response, body) =>
      void setTimeout(
        () => answerTokens(response, { refresh_token: `${body.get('refresh_token')}+` }),
        PROVIDER_TIME,
      );
    const file = join(folder, 'providers.json');
    const tenants = {
      noisy: { publicUrl: 'https://noisy.example.com', providers: { zoom: {} } },
      quiet: { publicUrl: 'https://quiet.example.com', providers: { zoom: {} } },
    };
    await writeFile(file, JSON.stringify({ ...provider.providerFile, tenants }));
    service = await serveProcess({
      ...TEST_ENVIRONMENT,
      ...INSECURE,
      DOMI_CONFIG: file,
      DOMI_LIMIT_TENANT: 'requestsPerSecond=50,burst=100',
    });
  });
  after(async () => {
    service?.process.kill('SIGKILL');
    await service?.exited;
    await provider.stop();
    await rm(folder, { recursive: true });
  });

  let serial = 0;
  /** @returns the 99th percentile in milliseconds of refreshes of the quiet tenant */
  async function measureQuiet(): Promise<number> {
    const times: number[] = [];
    async function ask(): Promise<void> {
      serial += 1;
      const startedAt = performance.now();
      const answer = await send(`${service.web}/dominoZoomRefresh`, {
        headers: { host: 'quiet.example.com', authorization: `Bearer quiet-${serial}` },
      });
      times.push(performance.now() - startedAt);
      expect(answer.status).to.equal(200);
      if (times.length <= SAMPLES - STREAMS) await ask();
    }
    await Promise.all(Array.from({ length: STREAMS }, ask));
    return times.sort((a, b) => a - b)[Math.ceil(times.length * 0.99) - 1] ?? Number.NaN;
  }

  const flood = (): Promise<Flood> =>
    startFlood({
      origin: service.web,
      host: 'noisy.example.com',
      path: '/dominoZoomRefresh',
      connections: 32,
    });

  it('F9 that floods is refused, while the 99th percentile of another stays within twice its usual', async function () {
    this.timeout(150_000);
    const ratios: number[] = [];
    for (let attempt = 0; attempt < ATTEMPTS && !ratios.some((ratio) => ratio <= 2); attempt += 1) {
      const idle = await measureQuiet();
      const noise = await flood();
      const beside = await measureQuiet();
      const statuses = await noise.stop();
      expect(statuses['429'], 'refusals of the noisy tenant').to.be.above(100);
      ratios.push(beside / idle);
      console.log(
        `      99th percentile: ${idle.toFixed(0)} ms alone, ${beside.toFixed(0)} ms beside ${JSON.stringify(statuses)}`,
      );
      await delay(100);
    }
    expect(Math.min(...ratios)).to.be.at.most(2);
  });
});
