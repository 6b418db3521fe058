import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { SERVE, type Serving, serveProcess } from '../helpers/service-process.ts';
import { answerFrom, createTokenLedger } from '../helpers/token-ledger.ts';
import { until } from '../helpers/until.ts';

describe('a dump of the heap', function () {
  this.timeout(60_000);
  let provider: ScriptedProvider;
  let folder: string;
  let service: Serving;

  before(async () => {
    provider = await createScriptedProvider();
    folder = mkdtempSync(join(tmpdir(), 'domi-heap-'));
    const file = join(folder, 'providers.json');
    writeFileSync(file, JSON.stringify(provider.providerFile));
    service = await serveProcess({ ...TEST_ENVIRONMENT, ...INSECURE, DOMI_CONFIG: file }, [
      '--heapsnapshot-signal=SIGUSR2',
      `--diagnostic-dir=${folder}`,
      ...SERVE,
    ]);
  });
  after(async () => {
    service?.process.kill('SIGKILL');
    await provider.stop();
    rmSync(folder, { recursive: true });
  });

  const refresh = (token: string): ReturnType<typeof send> =>
    send(`${service.web}/dominoZoomRefresh`, { headers: { authorization: `Bearer ${token}` } });

  async function dumpHeap(): Promise<string> {
    const before = new Set(readdirSync(folder));
    service.process.kill('SIGUSR2');
    const find = (): string | undefined =>
      readdirSync(folder).find((name) => name.endsWith('.heapsnapshot') && !before.has(name));
    await until(() => find() !== undefined);
    const path = join(folder, find() as string);
    // It is there before it is complete.
    await until(() => existsSync(path) && readFileSync(path, 'utf8').trimEnd().endsWith(']}'));
    return readFileSync(path, 'utf8');
  }

  it('when answers can be replayed: holds nothing of their tokens; the sealed answers lie outside of it', async () => {
    const ledger = createTokenLedger('HEAPCANARY');
    provider.answer = answerFrom(ledger);
    const last = new Map<string, string>();
    for (let index = 0; index < 20; index += 1) {
      const { refresh_token } = ledger.issue();
      const { body } = await refresh(refresh_token);
      last.set(refresh_token, (JSON.parse(body) as { refresh_token: string }).refresh_token);
    }
    // What the connections to the provider still hold goes with them.
    await until(() => provider.connections === 0);
    const heap = await dumpHeap();
    expect(heap.match(/.{0,60}HEAPCANARY.{0,20}/g) ?? []).to.deep.equal([]);
    // The dump was taken while each of them could still be replayed.
    for (const [token, next] of last) {
      expect(JSON.parse((await refresh(token)).body)).to.include({ refresh_token: next });
    }
  });

  it('while a call is in flight: holds its token, which shows that the search can find one', async () => {
    provider.answer = () => undefined;
    refresh('RT-INFLIGHTCANARY').catch(() => undefined);
    const seen = provider.received.length;
    await until(() => provider.received.length > seen);
    expect(await dumpHeap()).to.include('INFLIGHTCANARY');
  });
});
