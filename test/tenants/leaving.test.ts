import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { until } from '../helpers/until.ts';

describe('a tenant that leaves', function () {
  this.timeout(30_000);
  let folder: string;
  let provider: ScriptedProvider;
  let service: TestService;

  function writeTenants(ids: readonly string[], more: object = {}): void {
    const tenants = ids.map((id) => [
      id,
      {
        publicUrl: `https://${id}.example.com`,
        providers: {
          zoom: { clientId: { value: id }, clientSecret: { file: join(folder, `${id}.secret`) } },
        },
        ...more,
      },
    ]);
    writeFileSync(
      join(folder, 'tenants.json'),
      JSON.stringify({ ...provider.providerFile, tenants: Object.fromEntries(tenants) }),
    );
  }

  const ask = (id: string, path: string) =>
    service.get(path, { host: `${id}.example.com`, authorization: `Bearer token-of-${id}` });
  const readHash = async (): Promise<unknown> =>
    JSON.parse((await ask('globex', '/diag')).body)['config_hash'];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'domi-leaving-'));
    provider = await createScriptedProvider();
    for (const id of ['acme', 'globex']) writeFileSync(join(folder, `${id}.secret`), 'a-secret');
    writeTenants(['acme', 'globex']);
    service = await createTestService({
      environment: { ...INSECURE, DOMI_CONFIG: join(folder, 'tenants.json') },
      reload: { poll: 100, rest: 20 },
    });
  });
  afterEach(async () => {
    await service.stop();
    await provider.stop();
    rmSync(folder, { recursive: true });
  });

  it('its users may revoke as long as its record is there; afterwards its address is unknown, and nothing is sent', async () => {
    expect((await ask('acme', '/dominoZoomRevoke')).status).to.equal(200);
    const hash = await readHash();

    writeTenants(['globex']);
    await until(async () => (await readHash()) !== hash);
    rmSync(join(folder, 'acme.secret'));

    const before = provider.received.length;
    for (const path of ['/dominoZoomRefresh', '/dominoZoomRevoke', '/dominoZoom/index.html']) {
      const answer = await ask('acme', path);
      expect(answer.status, path).to.equal(404);
      expect(JSON.parse(answer.body)).to.include({ error: 'not_found', action: 'contact_admin' });
    }
    expect(provider.received).to.have.length(before);
    expect((await ask('globex', '/dominoZoomRefresh')).status).to.equal(200);
  });

  it('its secret removed before its record, then its address answers 503 until the record is gone too', async () => {
    rmSync(join(folder, 'acme.secret'));
    await until(async () => (await ask('acme', '/dominoZoomRefresh')).status === 503);
    expect((await ask('globex', '/dominoZoomRefresh')).status).to.equal(200);
    writeTenants(['globex']);
    await until(async () => (await ask('acme', '/dominoZoomRefresh')).status === 404);
  });
});
