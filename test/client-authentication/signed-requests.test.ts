import { createHash, createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { calculateJwkThumbprint, decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { createSelfSignedCertificate } from '../../src/onboarding/keys/self-signed-certificate.ts';
import { type ClientKeyFiles, createClientCertificate, createClientKey } from '../helpers/client-keys.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { comeBack, start } from '../helpers/sign-in.ts';
import { skipTest } from '../helpers/skip.ts';
import { until } from '../helpers/until.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const SECONDS = NOW.getTime() / 1000;
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('a client that signs assertions', () => {
  let folder: string;
  let key: ClientKeyFiles;
  let provider: ScriptedProvider;
  let service: TestService;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'domi-keys-'));
    key = createClientKey(folder, 'client');
  });
  beforeEach(async () => {
    provider = await createScriptedProvider();
  });
  afterEach(async () => {
    await service?.stop();
    await provider.stop();
  });
  after(() => rmSync(folder, { recursive: true }));

  async function startWith(id: 'zoom' | 'teams', fields: object): Promise<void> {
    const record = {
      ...provider.providerFile.providers[id],
      tokenEndpointAuthMethod: 'private_key_jwt',
      clientKey: { file: key.file },
      ...fields,
    };
    service = await createTestService({
      environment: INSECURE,
      now: () => NOW,
      providerFile: { providers: { [id]: record } },
    });
  }

  const lastAssertion = (): string => provider.received.at(-1)?.body.get('client_assertion') ?? '';
  const refreshAs = (token: string) =>
    service.get('/dominoTeamsRefresh', { authorization: `Bearer ${token}` });
  const refresh = (path = 'dominoZoom') => service.get(`/${path}Refresh`, { authorization: 'Bearer RT' });

  it('at Microsoft: has the header and the claims that Microsoft documents, and nothing else', async function () {
    const pem = createClientCertificate(key.file);
    if (pem === undefined) skipTest(this, 'openssl is not installed');
    const certificate = join(folder, 'client.crt');
    writeFileSync(certificate, pem);
    await startWith('teams', { clientCertificate: { file: certificate } });
    expect((await refresh('dominoTeams')).status).to.equal(200);

    const { raw } = new X509Certificate(pem);
    const assertion = lastAssertion();
    expect(decodeProtectedHeader(assertion)).to.deep.equal({
      alg: 'PS256',
      typ: 'JWT',
      'x5t#S256': createHash('sha256').update(raw).digest('base64url'),
    });
    const { jti, ...claims } = decodeJwt(assertion);
    expect(jti).to.match(GUID);
    expect(claims).to.deep.equal({
      aud: `${provider.url}/teams/token`,
      iss: 'teams-id',
      sub: 'teams-id',
      iat: SECONDS - 10,
      nbf: SECONDS - 10,
      exp: SECONDS + 120,
    });
    await jwtVerify(assertion, new X509Certificate(pem).publicKey, { currentDate: NOW });
    expect(Object.fromEntries(provider.received[0]?.body ?? [])).to.deep.equal({
      grant_type: 'refresh_token',
      refresh_token: 'RT',
      client_id: 'teams-id',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    });
    expect(provider.received[0]?.headers.authorization).to.equal(undefined);
  });

  it('with several certificates, names the one that counts at the time, and shows its end', async () => {
    const DAY = 86_400_000;
    const privateKey = createPrivateKey(key.pem);
    const make = (from: number, days: number): string =>
      createSelfSignedCertificate(privateKey, 'domi', new Date(NOW.getTime() + from * DAY), days);
    /** The first ends in 5 days, and the last one begins in 10. */
    const pems = [make(-360, 365), make(-1, 12), make(10, 365)];
    const clientCertificate = pems.map((pem, index) => {
      writeFileSync(join(folder, `${index}.crt`), pem);
      return { file: join(folder, `${index}.crt`) };
    });
    let today = 0;
    const configFile = join(folder, 'providers.json');
    const teams = {
      ...provider.providerFile.providers.teams,
      tokenEndpointAuthMethod: 'private_key_jwt',
      clientKey: { file: key.file },
      clientCertificate,
    };
    writeFileSync(configFile, JSON.stringify({ providers: { teams } }));
    service = await createTestService({
      environment: { ...INSECURE, DOMI_CONFIG: configFile },
      now: () => new Date(NOW.getTime() + today * DAY),
      reload: { poll: 20, rest: 10 },
    });
    const thumbprintOf = (pem: string): string =>
      createHash('sha256').update(new X509Certificate(pem).raw).digest('base64url');
    for (const [day, expected] of [
      [0, 1],
      [6, 1],
      [11, 2],
      [376, 2],
    ] as const) {
      today = day;
      expect((await refreshAs(`RT-${day}`)).status).to.equal(200);
      const header = decodeProtectedHeader(lastAssertion());
      expect(header['x5t#S256'], `on day ${day}`).to.equal(thumbprintOf(pems[expected] ?? ''));
      const end = new X509Certificate(pems[expected] ?? '').validToDate.getTime() / 1000;
      const name = 'domi_client_secret_expiry_timestamp_seconds{tenant="default",provider="teams"}';
      await until(async () =>
        (await send(`${service.managementUrl}/metrics`)).body.includes(`\n${name} ${end}\n`),
      );
    }
  });

  it('signs each call, exchange, refresh and revocation, with an id of its own', async () => {
    await startWith('zoom', {});
    const browser = service.browse();
    const state = (await start(browser.get, 'dominoZoom')).searchParams.get('state') ?? '';
    await comeBack(browser.get, 'zoomCallback', { code: 'C', state });
    expect((await browser.get('/dominoZoom/token.html')).status).to.equal(200);
    expect((await refresh()).status).to.equal(200);
    expect((await service.get('/dominoZoomRevoke', { authorization: 'Bearer AT' })).status).to.equal(200);

    expect(provider.received.map(({ path }) => path)).to.deep.equal([
      '/zoom/token',
      '/zoom/token',
      '/zoom/revoke',
    ]);
    const assertions = provider.received.map(({ body }) => body.get('client_assertion') ?? '');
    for (const assertion of assertions) {
      const options = { currentDate: NOW, audience: `${provider.url}/zoom/token`, issuer: 'zoom-id' };
      await jwtVerify(assertion, key.publicKey, options);
    }
    expect(new Set(assertions.map((assertion) => decodeJwt(assertion).jti)).size).to.equal(3);
    for (const { body } of provider.received) expect(body.has('client_secret')).to.equal(false);
  });

  const VARIANTS = [
    ['a P-256 key', 'p256', {}, { alg: 'ES256', typ: 'JWT' }],
    ['an RSA key', 'rsa', {}, { alg: 'PS256', typ: 'JWT' }],
    ['RS256', 'rsa', { tokenEndpointAuthSigningAlg: 'RS256' }, { alg: 'RS256', typ: 'JWT' }],
  ] as const;

  for (const [what, kind, fields, header] of VARIANTS) {
    it(`with ${what}: says so in the header, and the signature holds`, async () => {
      const other = createClientKey(folder, kind, kind);
      await startWith('zoom', { clientKey: { file: other.file }, ...fields });
      expect((await refresh()).status).to.equal(200);
      const kid = await calculateJwkThumbprint(other.publicKey);
      expect(decodeProtectedHeader(lastAssertion())).to.deep.equal({ ...header, kid });
      await jwtVerify(lastAssertion(), other.publicKey, { currentDate: NOW });
    });
  }

  it('names the key and the audience as the record does', async () => {
    await startWith('zoom', {
      clientKey: { file: key.file, kid: 'key-of-2026' },
      clientAssertionAudience: 'https://{host}/issuer',
      variables: { host: 'login.example.com' },
    });
    await refresh();
    expect(decodeProtectedHeader(lastAssertion()).kid).to.equal('key-of-2026');
    expect(decodeJwt(lastAssertion()).aud).to.equal('https://login.example.com/issuer');
  });

  it('does not name the key where the record says so', async () => {
    await startWith('zoom', { clientKey: { file: key.file, kid: '' } });
    await refresh();
    expect(decodeProtectedHeader(lastAssertion())).to.deep.equal({ alg: 'PS256', typ: 'JWT' });
  });

  it('presents the assertion in JSON, where the record says so', async () => {
    await startWith('zoom', { requestFormat: 'json' });
    let body = '';
    provider.answer = (_request, response, parameters) => {
      body = [...parameters.keys()].join('');
      response.setHeader('Content-Type', 'application/json').end('{"access_token":"AT"}');
    };
    expect((await refresh()).status).to.equal(200);
    expect(body).to.match(/^\{.*"client_assertion":"[\w-]+\.[\w-]+\.[\w-]+"/);
  });

  it('with a wrong key: answers and logs as with a wrong secret', async () => {
    await startWith('zoom', {});
    provider.answer = (_request, response) =>
      response.writeHead(401, { 'Content-Type': 'application/json' }).end('{"error":"invalid_client"}');
    const answer = await refresh();
    expect([answer.status, JSON.parse(answer.body).error]).to.deep.equal([502, 'client_credentials_refused']);
    const line = service.logs.map((text) => JSON.parse(text)).find(({ kind }) => kind === 'upstream');
    expect(line).to.include({ level: 'error', outcome: 'client_credentials_refused', client_secret: 1 });
  });

  it('whatever happens: logs neither key nor assertion', async () => {
    await startWith('zoom', {});
    await refresh();
    provider.answer = (_request, response) =>
      response.writeHead(400).end(`{"error":"invalid_client","error_description":"${lastAssertion()}"}`);
    await refresh();
    const logs = service.logs.join('\n');
    const [, body = ''] = key.pem.split('\n');
    expect(provider.received).to.have.length(2);
    for (const { body: form } of provider.received)
      expect(logs).to.not.include(form.get('client_assertion')?.split('.')[2]);
    expect(logs).to.not.include(body);
    expect((await send(`${service.managementUrl}/metrics`)).body).to.not.include(body);
  });
});
