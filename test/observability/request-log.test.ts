import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createLogger } from '../../src/observability/logger.ts';
import { createUpstreamLog } from '../../src/observability/upstream-log.ts';
import { createTestService, TEST_ENVIRONMENT, type TestService } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { createTestProvider } from '../helpers/providers.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
  withNextSecret,
} from '../helpers/scripted-provider.ts';
import { runNode, SERVE, serveProcess, waitFor } from '../helpers/service-process.ts';
import { comeBack, start } from '../helpers/sign-in.ts';

type Line = Readonly<Record<string, unknown>>;

const read = (service: TestService, kind: string): Line[] =>
  service.logs.map((text) => JSON.parse(text) as Line).filter((line) => line['kind'] === kind);

describe('log lines', () => {
  let provider: ScriptedProvider;
  let service: TestService;

  before(async () => {
    provider = await createScriptedProvider();
    service = await createTestService({
      environment: { ...INSECURE, ZOOM_NEXT: 'next-secret' },
      providerFile: withNextSecret(provider.providerFile),
    });
  });
  beforeEach(() => {
    service.logs.length = 0;
    provider.answer = (_request, response) => answerTokens(response);
  });
  after(async () => {
    await service.stop();
    await provider.stop();
  });

  const refresh = (token: string) =>
    service.get('/dominoZoomRefresh', { authorization: `Bearer ${token}`, 'user-agent': 'Notes' });

  it('of a request, hold its fields and no others', async () => {
    const { headers } = await refresh('token-1');
    const [line] = read(service, 'access');
    const { time, ms, provider_ms, ...fixed } = line ?? {};
    expect(fixed).to.deep.equal({
      level: 'info',
      kind: 'access',
      request_id: headers['x-request-id'],
      method: 'GET',
      route: 'refresh',
      status: 200,
      tenant: 'default',
      provider: 'zoom',
      grant_type: 'refresh_token',
      served: 'provider',
      client_address: '127.0.0.1',
      msg: 'request',
    });
    expect(time).to.match(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(ms)
      .to.be.a('number')
      .and.at.least(provider_ms as number);
  });

  it('of a request that fails, hold the code and a reason of our own; one for each request', async () => {
    provider.answer = (_request, response) => void response.writeHead(500).end('<h1>secret</h1>');
    await refresh('token-2');
    await service.get('/nowhere?code=1');
    await service.get('/zoomCallback?code=1&state=2');
    const lines = read(service, 'access').map(({ route, status, error, reason }) => ({
      route,
      status,
      error,
      reason,
    }));
    expect(lines).to.deep.equal([
      {
        route: 'refresh',
        status: 502,
        error: 'provider_failed',
        reason: 'provider answered 500 with an HTML page',
      },
      { route: 'other', status: 404, error: 'not_found', reason: 'no such provider here' },
      { route: 'callback', status: 400, error: 'invalid_flow', reason: 'no readable flow cookie' },
    ]);
  });

  it('of what a provider did, are of a kind of their own, loud when our credentials are refused', async () => {
    provider.answer = (_request, response) => void response.writeHead(503).end('');
    await refresh('token-3');
    provider.answer = (_request, response) => void response.writeHead(401).end('{"error":"invalid_client"}');
    await refresh('token-4');
    provider.answer = (_request, response) => void response.writeHead(400).end('{"error":"invalid_grant"}');
    await refresh('token-5');
    const lines = read(service, 'upstream').map(({ level, outcome, client_secret, msg }) => [
      level,
      outcome,
      client_secret,
      msg,
    ]);
    expect(lines, 'a dead token is the business of its user').to.deep.equal([
      ['warn', 'temporarily_unavailable', 1, 'provider call failed'],
      ['error', 'client_credentials_refused', 2, 'provider call failed'],
    ]);
  });

  it('of a client secret that no longer serves, come once', async () => {
    provider.answer = (request, response) => {
      const credentials = Buffer.from(request.headers.authorization?.slice(6) ?? '', 'base64').toString();
      if (credentials.endsWith(':next-secret')) answerTokens(response);
      else response.writeHead(401).end('{"error":"invalid_client"}');
    };
    for (const token of ['token-6', 'token-7']) expect((await refresh(token)).status).to.equal(200);
    const lines = read(service, 'upstream');
    expect(lines.map(({ level, client_secret, msg }) => [level, client_secret, msg])).to.deep.equal([
      ['warn', 2, 'first client credential refused, a later one was accepted'],
    ]);
  });

  it('of a client secret that no longer serves, come again after the first one has served in between', () => {
    const lines: string[] = [];
    const log = createUpstreamLog(createLogger('info', { write: (line) => lines.push(line) }));
    const registration = { tenantId: 'acme', provider: createTestProvider() };
    const event = { registration, grantType: 'refresh_token', outcome: 'success', seconds: 0 } as const;
    for (const credentialIndex of [0, 1, 1, 0, 1]) {
      log({ ...event, credentialIndex, reason: undefined, providerError: undefined, trace: undefined });
    }
    const secrets = lines.map((line) => (JSON.parse(line) as { client_secret: number }).client_secret);
    expect(secrets).to.deep.equal([2, 2]);
  });

  it('of the audit, tell for every token who, what and how it ended, and nothing of other requests', async () => {
    const browser = service.browse();
    const authorization = await start(browser.get, 'dominoZoom');
    await comeBack(browser.get, 'zoomCallback', {
      code: 'code-1',
      state: authorization.searchParams.get('state') ?? '',
    });
    await browser.get('/dominoZoom/token.html');
    await refresh('token-8');
    await refresh('token-8');
    await service.get('/dominoZoomRevoke', { authorization: 'Bearer access-1' });
    provider.answer = (_request, response) => void response.writeHead(400).end('{"error":"invalid_grant"}');
    const dead = await refresh('token-9');
    await service.get('/dominoZoomRefresh');
    const lines = read(service, 'audit');
    expect(lines.map(({ grant_type, outcome, served }) => [grant_type, outcome, served])).to.deep.equal([
      ['authorization_code', 'success', 'provider'],
      ['refresh_token', 'success', 'provider'],
      ['refresh_token', 'success', 'replayed'],
      ['revoke_token', 'success', 'provider'],
      ['refresh_token', 'invalid_grant', 'provider'],
    ]);
    const { time, ...last } = lines.at(-1) ?? {};
    expect(time).to.be.a('string');
    expect(last).to.deep.equal({
      level: 'info',
      kind: 'audit',
      grant_type: 'refresh_token',
      tenant: 'default',
      provider: 'zoom',
      outcome: 'invalid_grant',
      reason: 'provider answered 400 with an error',
      provider_status: 400,
      provider_error: 'invalid_grant',
      served: 'provider',
      client_address: '127.0.0.1',
      request_id: dead.headers['x-request-id'],
      msg: 'token event',
    });
  });

  it('have the request id of the answer, on every page, in every error, and where nothing could be read', async () => {
    const page = await service.browse().get('/zoomCallback?code=1&state=2');
    const json = await service.get('/nowhere');
    const diag = await service.get('/diag');
    const landing = await service.browse().get('/');
    for (const { headers, body } of [page, json, diag, landing]) {
      expect(headers['x-request-id']).to.match(/^[0-9A-Z]{10}$/);
      expect(body).to.include(headers['x-request-id']);
    }
    for (const [raw, error] of [
      ['nonsense\r\n\r\n', 'invalid_request'],
      [`GET / HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(40_000)}\r\n\r\n`, 'request_header_too_large'],
    ] as const) {
      const answer = await sendRaw(service.url, raw);
      const { request_id: id } = JSON.parse(answer.split('\r\n\r\n')[1] ?? '') as { request_id: string };
      expect(answer).to.include(`\r\nX-Request-Id: ${id}\r\n`);
      const line = read(service, 'access').find(({ request_id }) => request_id === id);
      expect(line).to.include({ error, client_address: '127.0.0.1', msg: 'unparsed request' });
    }
    const { body } = await send(`${service.managementUrl}/metrics`);
    expect(body).to.include('domi_unparsed_requests_total{error="request_header_too_large"} 1');
  });
});

describe('where log lines go', function () {
  this.timeout(20_000);
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'domi-audit-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  const environment = { ...TEST_ENVIRONMENT, ZOOM_CLIENT_SECRET: 'x', DOMI_ALLOW_INSECURE_PROVIDERS: 'true' };

  async function refreshOnce(more: Record<string, string>): Promise<string> {
    const service = await serveProcess({ ...environment, ...more });
    await send(`${service.web}/dominoZoomRefresh`, { headers: { authorization: 'Bearer token' } });
    service.process.kill('SIGTERM');
    return (await service.exited).output;
  }

  /** A proxy that nobody listens at: nothing leaves this machine. */
  const nowhere = { HTTPS_PROXY: 'http://127.0.0.1:9' };

  it('the audit goes to a file of its own, when there is one, whatever the log level', async () => {
    const file = join(folder, 'audit.log');
    const output = await refreshOnce({ ...nowhere, DOMI_AUDIT_LOG: file });
    expect(output).to.include('"kind":"access"').and.not.include('"kind":"audit"');
    expect(readFileSync(file, 'utf8').trim().split('\n')).to.have.length(1);
    expect(readFileSync(file, 'utf8')).to.match(/"kind":"audit","grant_type":"refresh_token"/);
  });

  it('the audit goes to standard output or nowhere, as it is set', async () => {
    expect(await refreshOnce(nowhere)).to.include('"kind":"audit"');
    expect(await refreshOnce({ ...nowhere, DOMI_AUDIT_LOG: 'off' })).to.not.include('"kind":"audit"');
  });

  it('a file that cannot be written, or a wrong number of tenants, stops the start', async () => {
    const { code, output } = await runNode(SERVE, {
      ...environment,
      DOMI_AUDIT_LOG: join(folder, 'no', 'such', 'folder'),
      DOMI_METRICS_TENANTS: '100000',
    }).exited;
    expect(code).to.equal(78);
    expect(output)
      .to.match(/DOMI_AUDIT_LOG: .*ENOENT/)
      .and.match(/DOMI_METRICS_TENANTS: .*0 to 1000/);
  });

  it('lines that were collected are written in their order, at once from warn on and at the end', async () => {
    const running = await serveProcess({ ...environment, ...nowhere });
    await Promise.all(Array.from({ length: 50 }, () => send(`${running.web}/diag`)));
    await waitFor(() => (running.output().split('"route":"diag"').length > 50 ? true : undefined));
    await send(`${running.web}/diag`);
    running.process.kill('SIGTERM');
    const { output } = await running.exited;
    expect(output.split('"route":"diag"')).to.have.length(52);
    const times = output
      .trim()
      .split('\n')
      .map((line) => (JSON.parse(line) as { time: string }).time);
    expect(times).to.deep.equal([...times].sort());
    expect(output).to.match(/"msg":"stopped"\}\n$/);
  });
});

function sendRaw(url: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    let answer = '';
    socket.on('data', (chunk) => {
      answer += chunk;
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
    socket.end(text);
  });
}
