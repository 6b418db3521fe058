import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import https from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { expect } from 'chai';
import { createTestService, TEST_ENVIRONMENT, type TestService } from '../helpers/create-test-service.ts';
import { createVolume, type Volume } from '../helpers/kubelet.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { sealKeyOf } from '../helpers/seal-keys.ts';
import { serveProcess } from '../helpers/service-process.ts';
import { comeBack, start } from '../helpers/sign-in.ts';
import { skipTest } from '../helpers/skip.ts';
import { until } from '../helpers/until.ts';

const RELOAD = { poll: 1000, rest: 100 };
const [KEY_1, KEY_2] = [1, 2].map((byte) => `k${byte}:${sealKeyOf(byte)}`);

describe('keys that are exchanged while running', function () {
  this.timeout(30_000);
  let folder: string;
  let volume: Volume;
  let provider: ScriptedProvider;
  let service: TestService | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'domi-keys-'));
    volume = await createVolume(join(folder, 'keys'));
    provider = await createScriptedProvider();
  });
  afterEach(async () => {
    await service?.stop();
    service = undefined;
    await provider.stop();
    await rm(folder, { recursive: true });
  });

  async function serve(environment: Record<string, string>): Promise<TestService> {
    service = await createTestService({
      environment: { ...INSECURE, ...environment },
      providerFile: provider.providerFile,
      reload: RELOAD,
    });
    return service;
  }

  const countReloads = (): number =>
    (service?.logs ?? []).filter((line) => line.includes('"msg":"configuration reloaded"')).length;

  it('H2 seal keys, when they are rotated in two steps, end no sign-in before the old one is gone', async () => {
    await volume.publish({ seal: `${KEY_1}` });
    const providers = await createVolume(join(folder, 'providers'));
    await providers.publish({ 'providers.json': JSON.stringify(provider.providerFile) });
    const { browse } = await serve({
      DOMI_CONFIG: providers.path,
      DOMI_SEAL_KEYS: '',
      DOMI_SEAL_KEYS_FILE: join(volume.path, 'seal'),
    });
    const stateOf = async (browser: ReturnType<typeof browse>): Promise<Record<string, string>> => {
      const location = await start(browser.get, 'dominoZoom');
      return { code: 'C', state: location.searchParams.get('state') ?? '' };
    };
    const [first, second] = [browse(), browse()];
    const begun = [await stateOf(first), await stateOf(second)];

    await volume.publish({ seal: `${KEY_2},${KEY_1}` });
    await until(() => countReloads() === 1);
    expect((await comeBack(first.get, 'zoomCallback', begun[0] ?? {})).status).to.equal(303);
    expect((await first.get('/dominoZoom/token.html')).body).to.include('id="refreshToken"');
    const third = browse();
    const query = await stateOf(third);
    expect([...third.jar.cookies.values()][0]).to.match(/^v1\.k2\./);

    await volume.publish({ seal: `${KEY_2}` });
    await until(() => countReloads() === 2);
    expect((await comeBack(second.get, 'zoomCallback', begun[1] ?? {})).status).to.equal(400);
    expect((await comeBack(third.get, 'zoomCallback', query)).status).to.equal(303);
  });

  it('H4 seal keys, when the new ones are wrong, stay as they are', async () => {
    await volume.publish({ seal: `${KEY_1}` });
    const providers = await createVolume(join(folder, 'providers'));
    await providers.publish({ 'providers.json': JSON.stringify(provider.providerFile) });
    const running = await serve({
      DOMI_CONFIG: providers.path,
      DOMI_SEAL_KEYS: '',
      DOMI_SEAL_KEYS_FILE: join(volume.path, 'seal'),
    });
    await volume.publish({ seal: 'k2:CANARY-too-short' });
    await until(() => running.logs.some((line) => line.includes('configuration refused')));
    expect(running.logs.join('')).to.not.include('CANARY');
    const { get, jar } = running.browse();
    await start(get, 'dominoZoom');
    expect([...jar.cookies.values()][0]).to.match(/^v1\.k1\./);
  });

  it('a random seal key, when anything else is reloaded, stays: no file holds it', async () => {
    const providers = await createVolume(join(folder, 'providers'));
    await providers.publish({ 'providers.json': JSON.stringify(provider.providerFile) });
    const { browse } = await serve({ DOMI_CONFIG: providers.path, DOMI_SEAL_KEYS: '' });
    const { get } = browse();
    const location = await start(get, 'dominoZoom');
    const zoom = { ...provider.providerFile.providers['zoom'], label: 'Renamed' };
    await providers.publish({ 'providers.json': JSON.stringify({ providers: { zoom } }) });
    await until(() => countReloads() === 1);
    const query = { code: 'C', state: location.searchParams.get('state') ?? '' };
    expect((await comeBack(get, 'zoomCallback', query)).status).to.equal(303);
  });

  it('a certificate, when it is renewed, is that of new connections, and open ones go on', async function () {
    const publishCertificate = async (name: string): Promise<void> => {
      const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
      const request = `req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=${name} -keyout ${key} -out ${cert}`;
      execFileSync('openssl', request.split(' '), { stdio: 'pipe' });
      await volume.publish({ 'tls.key': await readFile(key), 'tls.crt': await readFile(cert) });
    };
    try {
      await publishCertificate('first');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') skipTest(this, 'openssl is not installed');
      throw error;
    }
    const providers = await createVolume(join(folder, 'providers'));
    await providers.publish({ 'providers.json': JSON.stringify(provider.providerFile) });
    const { url } = await serve({
      DOMI_CONFIG: providers.path,
      TLSType: 'pem',
      TLSFile: join(volume.path, 'tls.key'),
      PEMCert: join(volume.path, 'tls.crt'),
    });
    const address = url.replace('http:', 'https:');
    const staying = new https.Agent({ keepAlive: true, maxSockets: 1 });
    expect(await readCertificateName(address, staying)).to.equal('first');
    await publishCertificate('second');
    await until(() => countReloads() === 1);
    expect(await readCertificateName(address)).to.equal('second');
    expect(await readCertificateName(address, staying), 'the open connection').to.equal('first');

    await volume.publish({ 'tls.key': 'nonsense', 'tls.crt': 'nonsense' });
    await until(() => (service?.logs ?? []).some((line) => line.includes('configuration refused')));
    expect(await readCertificateName(address)).to.equal('second');
    staying.destroy();
  });

  it('SIGHUP, when nothing has changed, changes nothing; when something has, it is noticed at once', async () => {
    await volume.publish({ 'providers.json': JSON.stringify(provider.providerFile) });
    const serving = await serveProcess({
      ...TEST_ENVIRONMENT,
      ...INSECURE,
      LOG_LEVEL: 'debug',
      DOMI_CONFIG: volume.path,
    });
    try {
      serving.process.kill('SIGHUP');
      await until(() => serving.output().includes('configuration unchanged'));
      expect((await fetch(`${serving.web}/`)).status).to.equal(200);
      const zoom = { ...provider.providerFile.providers['zoom'], label: 'Renamed' };
      await volume.publish({ 'providers.json': JSON.stringify({ providers: { zoom } }) });
      serving.process.kill('SIGHUP');
      await until(async () => (await (await fetch(`${serving.web}/`)).text()).includes('Renamed'));
    } finally {
      serving.process.kill('SIGKILL');
      await serving.exited;
    }
  });
});

function readCertificateName(address: string, agent?: https.Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { rejectUnauthorized: false, agent: agent ?? new https.Agent({ keepAlive: false }) };
    const request = https.get(`${address}/diag`, options, (response) => {
      const { subject } = (response.socket as TLSSocket).getPeerCertificate();
      response.resume();
      response.on('end', () => resolve(String(subject.CN)));
    });
    request.on('error', reject);
  });
}
