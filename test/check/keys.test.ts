import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { type Sandbox, startSandbox } from '../../src/sandbox/sandbox.ts';
import { type ClientKeyFiles, createClientKey } from '../helpers/client-keys.ts';
import { type MetadataServer, startMetadataServer } from '../helpers/metadata-server.ts';
import { runCheck } from './run-check.ts';
import { startScriptedServices } from './scripted-services.ts';

describe('domi check --live of clients that sign', () => {
  let folder: string;
  let sandbox: Sandbox;
  let right: ClientKeyFiles;
  let wrong: ClientKeyFiles;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'domi-check-keys-'));
    [right, wrong] = [createClientKey(folder, 'right', 'p256'), createClientKey(folder, 'wrong', 'p256')];
    const uris = ['https://domi.example.com/callback'];
    sandbox = await startSandbox({
      redirectUris: { zoom: uris, teams: uris, webex: uris, gotomeeting: uris },
    });
    await sandbox.requireClientKeys('zoom', [right.jwk]);
  });
  after(async () => {
    await sandbox.close();
    rmSync(folder, { recursive: true });
  });

  const zoom = (fields: object): object => ({
    providers: {
      zoom: { ...sandbox.providerFile.providers.zoom, tokenEndpointAuthMethod: 'private_key_jwt', ...fields },
    },
  });
  const ZOOM_CLIENT_ID = 'sandbox-zoom';

  it('at a certified server: tells a right key from a wrong one, in a list', async () => {
    const run = await runCheck({
      args: ['--live'],
      environment: { ZOOM_CLIENT_ID },
      file: zoom({ clientKey: [{ file: wrong.file }, { file: right.file }] }),
    });
    expect(run.stdout).to.match(/zoom +1 of 2 +REFUSED +HTTP 400 invalid_client/);
    expect(run.stdout).to.match(/zoom +2 of 2 +id and key are right +HTTP 400 invalid_grant/);
    expect(run.stdout).to.include('1 id and key are right, 1 REFUSED');
    expect(run.exitCode).to.equal(77);
  });

  it('with an assertion file that is missing: says so and asks nothing', async () => {
    const before = sandbox.calls.length;
    const run = await runCheck({
      args: ['--live'],
      environment: { ZOOM_CLIENT_ID },
      file: zoom({ clientAssertion: { file: join(folder, 'later') } }),
    });
    expect(run.stdout).to.include('REFUSED  the client assertion file cannot be read (ENOENT)');
    expect([run.exitCode, sandbox.calls.length]).to.deep.equal([77, before]);
  });

  it('presents an assertion of a file, and one with a wrong signature to compare', async () => {
    const assertion = 'aGVhZGVy.Y2xhaW1z.c2lnbmF0dXJlLXRoYXQtaXMtcmlnaHQ';
    writeFileSync(join(folder, 'token'), assertion);
    const services = await startScriptedServices({
      token: ({ body }) =>
        body.get('client_assertion') === assertion
          ? { status: 400, body: { error: 'invalid_grant' } }
          : { status: 401, body: { error: 'invalid_client' } },
    });
    try {
      const run = await runCheck({
        args: ['--live'],
        environment: { ZOOM_CLIENT_ID },
        file: zoom({
          tokenEndpoint: `${services.url}/token`,
          clientAssertion: { file: join(folder, 'token') },
        }),
      });
      expect(run.stdout).to.match(/1 of 1 +id and assertion are right/);
      const [, control] = services.received.map(({ body }) => body.get('client_assertion') ?? '');
      expect(control).to.match(/^aGVhZGVy\.Y2xhaW1z\./);
      expect(control).to.have.length(assertion.length);
      expect(control).to.not.equal(assertion);
    } finally {
      await services.stop();
    }
  });

  describe('and names an issuer', () => {
    let server: MetadataServer;
    beforeEach(async () => {
      server = await startMetadataServer();
    });
    afterEach(() => server.stop());

    const check = (args: readonly string[] = ['--live']) =>
      runCheck({
        args,
        environment: { ZOOM_CLIENT_ID },
        file: zoom({ clientKey: { file: right.file }, issuer: server.url }),
      });

    it('warns of what differs from the metadata, and stays successful', async () => {
      server.documents = {
        '/.well-known/openid-configuration': {
          issuer: server.url,
          token_endpoint: 'https://moved.example.com/token',
          token_endpoint_auth_signing_alg_values_supported: ['PS256'],
        },
      };
      const { stdout, exitCode } = await check();
      expect(stdout).to.include('warning: default/zoom: tokenEndpoint is ');
      expect(stdout).to.include(', and the server says https://moved.example.com/token\n');
      expect(stdout).to.include(
        'warning: default/zoom: a key signs with ES256, and the server supports PS256\n',
      );
      expect(exitCode).to.equal(0);
      const { live } = JSON.parse((await check(['--live', '--json'])).stdout);
      expect(live.metadata[0]).to.deep.include({ tenant: 'default', provider: 'zoom', issuer: server.url });
      expect(live.metadata[0].differences).to.have.length(3);
    });

    it('warns of the tenant whose key or PKCE differs, and once of what all tenants share', async () => {
      server.documents = {
        '/.well-known/openid-configuration': {
          issuer: server.url,
          token_endpoint_auth_signing_alg_values_supported: ['ES256'],
          code_challenge_methods_supported: ['S256'],
        },
      };
      const rsa = createClientKey(folder, 'rsa', 'rsa');
      const tenant = (id: string, own: object): object => ({
        publicUrl: `https://domi.example.com/${id}`,
        providers: { zoom: own },
      });
      const { stdout } = await runCheck({
        args: ['--live'],
        environment: { ZOOM_CLIENT_ID },
        file: {
          ...zoom({ clientKey: { file: right.file }, issuer: server.url, pkce: 'S256' }),
          tenants: {
            one: tenant('one', {}),
            two: tenant('two', {}),
            signs: tenant('signs', { clientId: { value: 'own' }, clientKey: { file: rsa.file } }),
            bare: tenant('bare', { pkce: 'none' }),
          },
        },
      });
      const warnings = stdout.split('\n').filter((line) => /^warning: .*(a key signs|pkce is)/.test(line));
      expect(warnings).to.deep.equal([
        'warning: signs/zoom: a key signs with PS256, and the server supports ES256',
        'warning: bare/zoom: pkce is none, and the server supports S256',
      ]);
      expect(stdout).to.not.include('warning: two/zoom: ');
    });

    it('notes that there is no metadata', async () => {
      const { stdout, exitCode } = await check();
      const url = `${server.url}/.well-known/openid-configuration`;
      expect(stdout).to.include(`note: default/zoom: no metadata of ${server.url}: ${url} answers 404\n`);
      expect(exitCode).to.equal(0);
    });

    it('asks for no metadata without --live', async () => {
      await check([]);
      expect(server.asked).to.have.length(0);
    });
  });
});
