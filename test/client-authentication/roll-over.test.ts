import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { signIn } from '../../src/sandbox/sign-in.ts';
import { type ClientKeyFiles, createClientKey } from '../helpers/client-keys.ts';
import { createTestService, TEST_ENVIRONMENT, type TestService } from '../helpers/create-test-service.ts';
import { readShownToken } from '../helpers/read-shown-token.ts';
import { INSECURE } from '../helpers/scripted-provider.ts';
import { comeBack, start } from '../helpers/sign-in.ts';
import { until } from '../helpers/until.ts';

const PUBLIC_URL = TEST_ENVIRONMENT['OAUTH_HOSTNAME'] ?? '';

/** A certified server that accepts nothing but signed assertions, and each of them once. */
describe('a server that demands signed assertions', function () {
  this.timeout(60_000);
  let folder: string;
  let file: string;
  let sandbox: Sandbox;
  let service: TestService;
  let old: ClientKeyFiles;
  let next: ClientKeyFiles;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'domi-roll-over-'));
    file = join(folder, 'providers.json');
    old = createClientKey(folder, 'old');
    next = createClientKey(folder, 'next', 'p256');
  });
  beforeEach(async () => {
    const uris = (callback: string): string[] => [`${PUBLIC_URL}/${callback}`];
    sandbox = await startSandbox({
      redirectUris: {
        zoom: uris('zoomCallback'),
        teams: uris('teamsCallback'),
        webex: uris('webexCallback'),
        gotomeeting: uris('gtmCallback'),
      },
    });
    await sandbox.requireClientKeys('zoom', [old.jwk]);
    writeRecord([old]);
    service = await createTestService({
      environment: { ...sandbox.environment, ...INSECURE, DOMI_CONFIG: file },
      reload: { poll: 50, rest: 10 },
    });
  });
  afterEach(async () => {
    await service.stop();
    await sandbox.close();
  });
  after(() => rmSync(folder, { recursive: true }));

  function writeRecord(keys: readonly ClientKeyFiles[]): void {
    const zoom = {
      ...sandbox.providerFile.providers.zoom,
      tokenEndpointAuthMethod: 'private_key_jwt',
      clientKey: keys.map((key) => ({ file: key.file })),
    };
    writeFileSync(`${file}.new`, JSON.stringify({ providers: { zoom } }));
    renameSync(`${file}.new`, file);
  }

  const countReloads = (): number =>
    service.logs.filter((line) => JSON.parse(line).msg === 'configuration reloaded').length;

  async function reloadWith(keys: readonly ClientKeyFiles[]): Promise<void> {
    const before = countReloads();
    writeRecord(keys);
    await until(() => countReloads() > before);
  }

  /** @returns the refresh token of the token page */
  async function obtainToken(): Promise<string> {
    const browser = service.browse();
    const callback = new URL(await signIn((await start(browser.get, 'dominoZoom')).href));
    await comeBack(browser.get, 'zoomCallback', Object.fromEntries(callback.searchParams));
    const page = await browser.get('/dominoZoom/token.html');
    const token = readShownToken(page);
    if (token === undefined) throw new Error(`the token page answers ${page.status} and has no token`);
    return token;
  }

  async function refresh(token: string): Promise<{ status: number; refresh_token: string }> {
    const answer = await service.get('/dominoZoomRefresh', { authorization: `Bearer ${token}` });
    return { status: answer.status, ...JSON.parse(answer.body) };
  }

  /** Waits for a few calls that began after now. */
  async function serveMore(): Promise<void> {
    const before = sandbox.calls.length;
    await until(() => sandbox.calls.length > before + 5);
  }

  it('signs a user in, refreshes and revokes', async () => {
    const first = await refresh(await obtainToken());
    expect(first.status).to.equal(200);
    const second = await refresh(first.refresh_token);
    const { access_token } = second as unknown as { access_token: string };
    const revoked = await service.get('/dominoZoomRevoke', { authorization: `Bearer ${access_token}` });
    expect([revoked.status, revoked.body]).to.deep.equal([200, '{"revoked":true}']);
    expect(sandbox.calls.map(({ authMethod, outcome }) => [authMethod, outcome])).to.deep.equal(
      Array(4).fill(['assertion', 200]),
    );
  });

  it('while its key is rolled over: no request fails', async () => {
    let token = await obtainToken();
    const statuses: number[] = [];
    let isOver = false;
    const refreshing = (async () => {
      while (!isOver) {
        const answer = await refresh(token);
        statuses.push(answer.status);
        token = answer.refresh_token ?? token;
      }
    })();

    try {
      // The steps of docs/provider-file.md, each under load.
      await reloadWith([next, old]);
      await serveMore();
      await sandbox.requireClientKeys('zoom', [old.jwk, next.jwk]);
      await serveMore();
      await sandbox.requireClientKeys('zoom', [next.jwk]);
      await reloadWith([next]);
      await serveMore();
    } finally {
      isOver = true;
      await refreshing;
    }

    expect(statuses).to.have.length.above(10);
    expect(new Set(statuses)).to.deep.equal(new Set([200]));
    // While the server did not know the new key, each refresh took two calls.
    expect(sandbox.calls.some(({ outcome }) => outcome !== 200)).to.equal(true);
    expect(sandbox.calls.slice(-5).map(({ outcome }) => outcome)).to.deep.equal(Array(5).fill(200));
  });

  it('with a key that it does not know: refuses it like a wrong secret', async () => {
    const token = await obtainToken();
    await sandbox.requireClientKeys('zoom', [next.jwk]);
    const answer = await service.get('/dominoZoomRefresh', { authorization: `Bearer ${token}` });
    expect([answer.status, JSON.parse(answer.body).error]).to.deep.equal([502, 'client_credentials_refused']);
    await sandbox.requireClientKeys('zoom', [old.jwk]);
    expect((await refresh(token)).status).to.equal(200);
  });
});
