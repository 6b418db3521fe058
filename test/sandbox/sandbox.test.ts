import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { loadConfig } from '../../src/config/load-config.ts';
import { type Sandbox, SERVICE_IDS } from '../../src/sandbox/sandbox.ts';
import { createClient, startTestSandbox } from './client.ts';

describe('sandbox: what it shows', () => {
  let sandbox: Sandbox;
  beforeEach(async () => {
    sandbox = await startTestSandbox();
  });
  afterEach(() => sandbox.close());

  it('a code exchange and a refresh: are recorded with method, verifier and outcome', async () => {
    for (const service of SERVICE_IDS) {
      const client = createClient(sandbox, service);
      await client.obtainTokens();
      await client.refresh('dead');
    }
    const [exchange, refresh] = sandbox.calls;
    expect(exchange).to.include({ service: 'zoom', endpoint: 'token', grantType: 'authorization_code' });
    expect(exchange).to.include({ authMethod: 'basic', hasVerifier: true, query: '', outcome: 200 });
    expect(refresh).to.include({ grantType: 'refresh_token', hasVerifier: false, outcome: 400 });
    const methods = sandbox.calls.map(({ service, authMethod }) => `${service} ${authMethod}`);
    expect(methods).to.include.members(['zoom basic', 'teams post', 'webex post', 'gotomeeting basic']);
  });

  it('credentials twice, or none: are recorded as both and none', async () => {
    const client = createClient(sandbox, 'teams');
    const form = { grant_type: 'refresh_token', refresh_token: 'any' };
    const inForm = { client_id: client.clientId, client_secret: client.clientSecret };
    await client.post(client.tokenEndpoint, { ...form, ...inForm }, client.basic);
    await client.post(client.tokenEndpoint, form, {});
    expect(sandbox.calls.map(({ authMethod }) => authMethod)).to.deep.equal(['both', 'none']);
    expect(sandbox.calls.map(({ outcome }) => outcome)).to.deep.equal([400, 400]);
  });

  it('tokens, codes and secrets: are not in the record, wherever they were sent', async () => {
    const client = createClient(sandbox, 'zoom');
    const tokens = await client.obtainTokens();
    await client.refresh(tokens.refresh_token);
    await client.post(`${client.revocationEndpoint}?token=${tokens.access_token}`, {}, client.basic);
    const record = JSON.stringify(sandbox.calls);
    for (const secret of [
      tokens.access_token,
      tokens.refresh_token,
      client.clientSecret,
      client.basic.authorization,
    ]) {
      expect(record).to.not.include(secret);
    }
    const revocation = sandbox.calls.at(-1);
    expect(revocation).to.include({ endpoint: 'revocation', query: 'token=*', outcome: 200 });
    expect(revocation?.headers).to.include({ authorization: 'Basic' });
  });

  it('provider file and environment: are what the service accepts as its configuration', async () => {
    for (const service of SERVICE_IDS) {
      const record = sandbox.providerFile.providers[service] as Record<string, string>;
      for (const endpoint of Object.values(record))
        expect(endpoint).to.match(new RegExp(`^${sandbox.url}/${service}/`));
    }
    const folder = mkdtempSync(join(tmpdir(), 'domi-sandbox-'));
    const file = join(folder, 'providers.json');
    writeFileSync(file, JSON.stringify(sandbox.providerFile));
    const load = (insecure: string) =>
      loadConfig({ ...sandbox.environment, DOMI_CONFIG: file, DOMI_ALLOW_INSECURE_PROVIDERS: insecure });
    try {
      expect(() => load('true')).to.not.throw();
      expect(() => load('false')).to.throw();
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('sandbox: start and end', () => {
  it('an address outside of the services: is not found', async () => {
    const sandbox = await startTestSandbox();
    expect((await fetch(`${sandbox.url}/other/oauth/token`)).status).to.equal(404);
    await sandbox.close();
  });

  it('a port that is taken: rejects', async () => {
    const sandbox = await startTestSandbox();
    const failure = await startTestSandbox({ port: Number(new URL(sandbox.url).port) }).catch(
      (error) => error,
    );
    expect(failure).to.have.property('code', 'EADDRINUSE');
    await sandbox.close();
  });

  it('closing with a request half sent: ends at once', async () => {
    const sandbox = await startTestSandbox();
    const request = http.request(`${sandbox.url}/zoom/oauth/token`, {
      method: 'POST',
      headers: { 'content-length': 100, expect: '100-continue' },
    });
    request.on('error', () => undefined);
    request.flushHeaders();
    await once(request, 'continue');
    await sandbox.close();
  });

  it('a whole sign-in in a fresh process: prints nothing', () => {
    const program = `
      import { SERVICE_IDS } from '${import.meta.dirname}/../../src/sandbox/sandbox.ts';
      import { createClient, startTestSandbox } from '${import.meta.dirname}/client.ts';
      const sandbox = await startTestSandbox();
      for (const service of SERVICE_IDS) {
        const client = createClient(sandbox, service);
        const tokens = await client.obtainTokens();
        await client.refresh(tokens.refresh_token);
        await client.refresh('dead');
        await client.authorize({}, { approve: false });
      }
      await fetch(sandbox.url + '/zoom/interaction/unknown');
      await sandbox.close();`;
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--input-type=module', '--eval', program],
      {
        encoding: 'utf8',
      },
    );
    expect(stdout + stderr).to.equal('');
    expect(status).to.equal(0);
  });
});
