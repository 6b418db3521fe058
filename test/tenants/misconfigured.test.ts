import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createClientKey } from '../helpers/client-keys.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { until } from '../helpers/until.ts';

const HTML = { accept: 'text/html', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

describe('a tenant that is left out because of a fault', function () {
  this.timeout(30_000);
  let folder: string;
  let provider: ScriptedProvider;
  let service: TestService | undefined;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'domi-left-out-'));
    mkdirSync(join(folder, 'config'));
    provider = await createScriptedProvider();
  });
  afterEach(async () => {
    await service?.stop();
    service = undefined;
    await provider.stop();
    rmSync(folder, { recursive: true });
  });

  const secretOf = (id: string): string => join(folder, `secret-of-${id}`);

  function writeTenants(
    ids: readonly string[],
    more: Readonly<Record<string, object>> = {},
    records: object = provider.providerFile,
  ): void {
    const tenants = ids.map((id) => [
      id,
      {
        publicUrl: `https://d.example.com/${id}`,
        displayName: `Company ${id}`,
        language: 'de',
        supportUrl: 'https://help.example.com/',
        providers: { zoom: { clientId: { value: id }, clientSecret: { file: secretOf(id) } } },
        ...more[id],
      },
    ]);
    writeFileSync(
      join(folder, 'config', 'tenants.json'),
      JSON.stringify({ ...records, tenants: Object.fromEntries(tenants) }),
    );
  }

  async function serve(): Promise<TestService> {
    service = await createTestService({
      environment: { ...INSECURE, DOMI_CONFIG: join(folder, 'config'), DOMI_REPLAY_SECONDS: '0' },
      reload: { poll: 100, rest: 20 },
    });
    return service;
  }

  const get = (path: string, headers: Record<string, string> = {}) =>
    (service as TestService).get(path, { host: 'd.example.com', ...headers });
  const refresh = (id: string) => get(`/${id}/dominoZoomRefresh`, { authorization: `Bearer token-of-${id}` });

  async function readMetric(name: string): Promise<string | undefined> {
    const text = await (await fetch(`${service?.managementUrl}/metrics`)).text();
    return new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1];
  }

  const listLines = (message: string): Record<string, unknown>[] =>
    (service?.logs ?? [])
      .map((line) => JSON.parse(line) as Record<string, unknown>)
      .filter(({ msg }) => msg === message);

  it('from the start, answers 503 everywhere, and everybody else is served', async () => {
    writeFileSync(secretOf('good'), 'a-secret');
    writeTenants(['good', 'bad']);
    await serve();
    expect((await refresh('good')).status).to.equal(200);
    const before = provider.received.length;
    const answer = await refresh('bad');
    expect(answer.status).to.equal(503);
    expect(answer.headers['retry-after']).to.match(/^\d+$/);
    expect(JSON.parse(answer.body)).to.include({
      error: 'tenant_misconfigured',
      action: 'contact_admin',
      retryable: false,
    });
    for (const path of [
      '/bad',
      '/bad/',
      '/bad/dominoZoom/index.html',
      '/bad/zoomCallback?code=x',
      '/bad/nothing',
    ])
      expect((await get(path)).status, path).to.equal(503);
    expect(provider.received).to.have.length(before);
    expect(await readMetric('domi_tenants_rejected')).to.equal('1');
    expect(await readMetric('domi_tenants')).to.equal('1');
    expect((await get('/badly/')).status).to.equal(404);
  });

  it('has a page in its language, with its name, its support link, and the files that the page needs', async () => {
    writeFileSync(secretOf('good'), 'a-secret');
    writeTenants(['good', 'bad']);
    await serve();
    const { status, body, headers } = await get('/bad/', HTML);
    expect(status).to.equal(503);
    expect(headers['content-type']).to.match(/^text\/html/);
    expect(body)
      .to.include('<html lang="de"')
      .and.include('Diese Website ist zurzeit nicht verfügbar')
      .and.include('Company bad')
      .and.include('https://help.example.com/');
    const assets = [...body.matchAll(/(?:href|src)="([^"]*\/assets\/[^"]+)"/g)].map(([, path = '']) => path);
    expect(assets).to.not.be.empty;
    for (const path of assets) expect((await get(path)).status, path).to.equal(200);
  });

  it('when its connection is checked, answers, as a page and as JSON, that it is not in service', async () => {
    writeFileSync(secretOf('good'), 'a-secret');
    writeTenants(['good', 'bad']);
    await serve();
    for (const [id, isServed, word] of [
      ['good', true, 'ja'],
      ['bad', false, 'nein'],
    ] as const) {
      const json = await get(`/${id}/diag`);
      expect(json.status).to.equal(200);
      expect(JSON.parse(json.body)).to.include({ address_known: true, site_in_service: isServed });
      const page = await get(`/${id}/diag`, { ...HTML, 'accept-language': 'de' });
      expect(page.status).to.equal(200);
      expect(page.body).to.include(`<dt>Die Website ist in Betrieb</dt><dd>${word}</dd>`);
    }
    expect((await get('/bad/diag/')).status).to.equal(503);
    expect((await get('/bad/x/diag')).status).to.equal(503);
  });

  it('is logged once, again when its fault changes, and when it is back', async () => {
    writeFileSync(secretOf('good'), 'a-secret');
    writeTenants(['good', 'bad']);
    await serve();
    const [line, ...more] = listLines('tenant left out');
    expect(more).to.deep.equal([]);
    expect(line).to.include({ level: 'error', tenant: 'bad', fault_count: 1 });
    expect(line?.['faults']).to.deep.equal([
      `${join(folder, 'config', 'tenants.json')}:1:${/:1:(\d+)/.exec(String(line?.['faults']))?.[1]}: cannot read ${secretOf('bad')} (ENOENT)`,
    ]);

    writeTenants(['good', 'bad'], { good: { displayName: 'Renamed' } });
    await until(() => listLines('configuration reloaded').length === 1);
    expect(listLines('tenant left out')).to.have.length(1);

    writeTenants(['good', 'bad'], { bad: { providers: { zoon: {} } } });
    await until(() => listLines('configuration reloaded').length === 2);
    expect(listLines('tenant left out')).to.have.length(2);

    writeTenants(['good', 'bad'], { bad: { providers: { zoom: {} } } });
    await until(() => listLines('tenant served again').length === 1);
    expect(listLines('tenant served again')[0]).to.include({ level: 'info', tenant: 'bad' });
    expect((await refresh('bad')).status).to.equal(200);
    expect(await readMetric('domi_tenants_rejected')).to.equal('0');
  });

  it('is back as soon as its secret file appears, and away when it goes, while others are served', async () => {
    writeFileSync(secretOf('good'), 'a-secret');
    writeTenants(['good', 'bad']);
    await serve();
    expect((await refresh('bad')).status).to.equal(503);
    writeFileSync(secretOf('bad'), 'its-secret');
    await until(async () => (await refresh('bad')).status === 200);
    expect(
      Buffer.from(provider.received.at(-1)?.headers.authorization?.slice(6) ?? '', 'base64').toString(),
    ).to.equal('bad:its-secret');
    rmSync(secretOf('bad'));
    await until(async () => (await refresh('bad')).status === 503);
    expect((await refresh('good')).status).to.equal(200);
    expect(await readMetric('domi_config_last_reload_successful')).to.equal('1');
  });

  it('for what it changes about the shared app, is left out at the start and by a reload, and everybody else is served', async () => {
    writeFileSync(secretOf('good'), 'a-secret');
    const { file } = createClientKey(folder, 'shared', 'rsa');
    const signed = {
      extends: 'zoom',
      path: 'signed',
      callback: 'signedCallback',
      clientId: { value: 'shared' },
      tokenEndpointAuthMethod: 'private_key_jwt',
      clientKey: { file },
    };
    const records = { providers: { ...provider.providerFile.providers, signed } };
    const write = (own: object): void =>
      writeTenants(['good', 'bad'], { bad: { providers: { signed: own } } }, records);
    write({ tokenEndpointAuthSigningAlg: 'ES256' });
    await serve();
    expect((await refresh('good')).status).to.equal(200);
    expect((await get('/bad/')).status).to.equal(503);
    write({ tokenEndpointAuthSigningAlg: 'PS256' });
    await until(async () => (await get('/bad/')).status === 200);
    write({ tokenEndpointAuthSigningAlg: 'ES256' });
    await until(async () => (await get('/bad/')).status === 503);
    expect((await get('/good/')).status).to.equal(200);
    expect(await readMetric('domi_config_last_reload_successful')).to.equal('1');
    const { faults } = listLines('tenant left out').at(-1) ?? {};
    expect(String(faults)).to.match(/: .* is an RSA key, which cannot sign with ES256$/);
  });

  it('with DOMI_TENANT_FAULTS=refuse, keeps a start from succeeding', async () => {
    writeFileSync(secretOf('good'), 'a-secret');
    writeTenants(['good', 'bad']);
    const environment = { ...INSECURE, DOMI_CONFIG: join(folder, 'config'), DOMI_TENANT_FAULTS: 'refuse' };
    const error = await createTestService({ environment }).catch((reason: unknown) => reason);
    expect(String(error)).to.include(`cannot read ${secretOf('bad')} (ENOENT)`);
  });

  it('shows a hash of the files in /diag, metrics and log, the same in each', async () => {
    writeFileSync(secretOf('good'), 'a-secret');
    writeTenants(['good']);
    await serve();
    const readHash = async (): Promise<unknown> => JSON.parse((await get('/good/diag')).body)['config_hash'];
    const first = await readHash();
    expect(await readMetric(`domi_config_info{hash="${first}"}`)).to.equal('1');
    writeTenants(['good'], { good: { displayName: 'Renamed' } });
    await until(() => listLines('configuration reloaded').length === 1);
    const second = await readHash();
    expect(second).to.not.equal(first);
    expect(listLines('configuration reloaded')[0]).to.include({ hash: second });
    expect(await readMetric(`domi_config_info{hash="${second}"}`)).to.equal('1');
    expect(await readMetric(`domi_config_info{hash="${first}"}`)).to.equal(undefined);
  });
});
