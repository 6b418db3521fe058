import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { findFreePort } from '../../src/sandbox/free-port.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { until } from '../helpers/until.ts';

describe('an endpoint of one tenant that is wrong', function () {
  this.timeout(30_000);
  let folder: string;
  let provider: ScriptedProvider;
  let service: TestService;
  let deadEnd: string;

  /** @param own record of the tenant that has the trouble; undefined: it has no such provider any more */
  function write(own: object | undefined): void {
    const { zoom } = provider.providerFile.providers as Record<string, object>;
    const acme = {
      ...zoom,
      label: 'Acme Meet',
      path: 'acmeMeet',
      callback: 'acmeMeetCallback',
      webhook: undefined,
    };
    const clientId = { value: 'acme' };
    const clientSecret = { file: join(folder, 'secret') };
    const providers = { zoom: {}, ...(own && { 'acme-meet': { clientId, clientSecret, ...own } }) };
    const file = {
      providers: {
        zoom,
        'acme-meet': { ...acme, clientId, clientSecret: { file: join(folder, 'shared-secret') } },
      },
      tenants: { acme: { publicUrl: 'https://acme.example.com', providers } },
    };
    writeFileSync(join(folder, 'tenants.json'), JSON.stringify(file));
  }

  const ask = async (token: string): Promise<number> =>
    (
      await service.get('/acmeMeetRefresh', {
        host: 'acme.example.com',
        authorization: `Bearer ${token}`,
      })
    ).status;

  async function readCircuits(): Promise<Record<string, number>> {
    const { body } = await send(`${service.managementUrl}/metrics`);
    const lines = body.matchAll(/^domi_provider_circuit_state\{provider="([\w-]+)"\} (\d)$/gm);
    return Object.fromEntries([...lines].map(([, id, value]) => [id, Number(value)]));
  }

  async function serve(openMs: number): Promise<void> {
    service = await createTestService({
      environment: { ...INSECURE, DOMI_CONFIG: join(folder, 'tenants.json') },
      gatewayLimits: { failures: 2, openMs },
      reload: { poll: 100, rest: 20 },
    });
    expect(await readCircuits()).to.deep.equal({ zoom: 0, 'acme-meet': 0 });
    for (const token of ['a', 'b']) expect(await ask(token)).to.equal(502);
  }

  before(async () => {
    deadEnd = `http://127.0.0.1:${await findFreePort()}/token`;
  });
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'domi-wrong-endpoint-'));
    provider = await createScriptedProvider();
    for (const name of ['secret', 'shared-secret']) writeFileSync(join(folder, name), `a-${name}`);
    write({ tokenEndpoint: deadEnd });
  });
  afterEach(async () => {
    await service.stop();
    await provider.stop();
    rmSync(folder, { recursive: true });
  });

  it('removed by a reload, leaves no open circuit behind, and no series', async () => {
    await serve(3_600_000);
    expect(await readCircuits()).to.deep.equal({ zoom: 0, 'acme-meet': 2 });
    write(undefined);
    await until(async () => (await ask('c')) === 404);
    expect(await readCircuits()).to.deep.equal({ zoom: 0 });
  });

  it('corrected by a reload, leaves no open circuit behind, and is asked at once', async () => {
    await serve(3_600_000);
    expect(await ask('c')).to.equal(503);
    write({});
    await until(async () => (await readCircuits())['acme-meet'] === 0);
    expect(await ask('c')).to.equal(200);
  });

  it('that nobody asks any more, is shown as half-open as soon as it would be asked again', async () => {
    await serve(100);
    await until(async () => (await readCircuits())['acme-meet'] === 1);
  });
});
