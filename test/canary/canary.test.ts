import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { findFreePort } from '../../src/sandbox/free-port.ts';
import { createKeyPem } from '../helpers/client-keys.ts';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../helpers/otlp-receiver.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';
import { runNode, SERVE, type Serving, serveProcess, waitFor } from '../helpers/service-process.ts';
import { signDelivery } from '../helpers/zoom-webhooks.ts';
import { type Canaries, createCanaries } from './canaries.ts';
import { runMatrix, type SeenAnswer } from './matrix.ts';

const OPEN_METRICS = { accept: 'application/openmetrics-text; version=1.0.0' };

describe('secrets, with log and tracing as talkative as they get', function () {
  this.timeout(120_000);

  let canaries: Canaries;
  let provider: ScriptedProvider;
  let receiver: OtlpReceiver;
  let folder: string;
  let service: Serving;
  let answers: SeenAnswer[];
  let metrics: string[];
  let webhookSecret: string;

  before(async () => {
    canaries = createCanaries();
    provider = await createScriptedProvider();
    receiver = await startOtlpReceiver();
    folder = mkdtempSync(join(tmpdir(), 'domi-canary-'));
    service = await serveProcess(await buildEnvironment());
    answers = await runMatrix({ web: service.web, provider, canaries });
    await refreshByKey();
    await deliverEvents();
    await reloadWrongly();
    metrics = [
      (await send(`${service.management}/metrics`)).body,
      (await send(`${service.management}/metrics`, { headers: OPEN_METRICS })).body,
    ];
    await drainWithARefreshInHand();
  });
  after(async () => {
    service?.process.kill('SIGKILL');
    await provider?.stop();
    await receiver?.stop();
    rmSync(folder, { recursive: true });
  });

  async function buildEnvironment(): Promise<Record<string, string>> {
    const { providers } = provider.providerFile;
    const file = join(folder, 'providers.json');
    const nowhere = `http://127.0.0.1:${await findFreePort()}`;
    writeFileSync(
      file,
      JSON.stringify({
        providers: {
          ...providers,
          // Teams as a service with the token in the query, and with its secret in the body.
          teams: {
            ...providers['teams'],
            revocation: 'query',
            revocationEndpoint: `${provider.url}/teams/revoke`,
            tokenEndpointAuthMethod: 'client_secret_post',
            clientSecret: [{ env: 'TEAMS_CLIENT_SECRET' }, { env: 'TEAMS_SECOND_SECRET' }],
          },
          webex: { tokenEndpoint: `${nowhere}/token` },
          gotomeeting: {
            ...providers['gotomeeting'],
            tokenEndpointAuthMethod: 'private_key_jwt',
            clientKey: { env: 'GTM_CLIENT_KEY' },
          },
        },
      }),
    );
    const key = createKeyPem('p256');
    for (const [index, line] of key.split('\n').slice(1, -2).entries())
      canaries.add(`client key ${index}`, line);
    // 32 bytes that are text, so that they would be seen as they are, too.
    const sealKey = canaries.plant('seal key').slice(0, 32);
    canaries.add('seal key bytes', sealKey);
    webhookSecret = canaries.plant('webhook secret');
    return {
      ...TEST_ENVIRONMENT,
      ...INSECURE,
      ZOOM_WEBHOOK_SECRET: webhookSecret,
      DOMI_WEBHOOK_FORWARD_URL: `${nowhere}/${canaries.plant('address of the operator')}`,
      DOMI_WEBHOOK_FORWARD_SECRET: Buffer.from(canaries.plant('forward secret')).toString('base64'),
      DOMI_CONFIG: file,
      DOMI_LIMITS: 'off',
      DOMI_STORE_URL: `redis://domi:${canaries.plant('store password')}@127.0.0.1:${await findFreePort()}`,
      DOMI_SEAL_KEYS: `k1:${Buffer.from(sealKey).toString('base64url')}`,
      DOMI_AUDIT_LOG: join(folder, 'audit.log'),
      DOMI_TRUSTED_PROXIES: '127.0.0.1',
      DOMI_METRICS_TENANTS: '5',
      ZOOM_CLIENT_SECRET: canaries.plant('client secret', ':/+%"'),
      TEAMS_CLIENT_SECRET: canaries.plant('client secret in the body', ':/+%"'),
      TEAMS_SECOND_SECRET: canaries.plant('second client secret', '&=#'),
      GTM_CLIENT_KEY: key,
      WEBEX_CLIENT_SECRET: canaries.plant('client secret of nobody'),
      LOG_LEVEL: 'trace',
      OTEL_LOG_LEVEL: 'all',
      OTEL_TRACES_SAMPLER: 'always_on',
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_HEADERS: `authorization=Bearer%20${canaries.plant('telemetry header')}`,
    };
  }

  /** A key signs for a refresh that succeeds, and for one that repeats the assertion in its refusal. */
  async function refreshByKey(): Promise<void> {
    for (const outcome of ['right', 'refused']) {
      provider.answer = (_request, response, body) => {
        const assertion = body.get('client_assertion') ?? '';
        canaries.add(`client assertion ${outcome}`, assertion);
        if (outcome === 'right') return answerTokens(response);
        response.writeHead(401, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ error: 'invalid_client', error_description: assertion }));
      };
      const headers = { authorization: `Bearer ${canaries.plant(`refresh token by key ${outcome}`)}` };
      const answer = await send(`${service.web}/dominoGTMRefresh`, { headers });
      expect(answer.status).to.equal(outcome === 'right' ? 200 : 502);
      // The answer to a refresh holds the token that was presented when the provider sends no other.
      answers.push({
        what: `by key ${outcome}`,
        text: answer.body,
        allowed: [`refresh token by key ${outcome}`],
      });
    }
  }

  /** Events of a provider, right and forged, about people whom nobody may find in our output. */
  async function deliverEvents(): Promise<void> {
    for (const what of ['removal', 'forged removal', 'other event']) {
      const name = what === 'other event' ? 'meeting.started' : 'app_deauthorized';
      const event = { event: name, payload: { user_id: canaries.plant(`user of a ${what}`) } };
      const secret = what === 'forged removal' ? canaries.plant('secret of a forger') : webhookSecret;
      const { body, headers } = signDelivery(event, secret);
      canaries.add(`signature of a ${what}`, headers['x-zm-signature']?.slice('v0='.length) ?? '');
      const answer = await send(`${service.web}/zoomWebhook`, { method: 'POST', body, headers });
      answers.push({ what, text: JSON.stringify(answer.headers) + answer.body, allowed: [] });
    }
  }

  /** A secret lands in the file, in places where it must not be. */
  async function reloadWrongly(): Promise<void> {
    const secret = canaries.plant('secret in the provider file');
    const wrong = {
      zoom: { clientSecret: { value: secret }, tokenEndpoint: `https://a:${secret}@zoom.us/`, [secret]: 1 },
    };
    writeFileSync(join(folder, 'providers.json'), JSON.stringify({ providers: wrong }));
    service.process.kill('SIGHUP');
    await waitFor(() => (service.output().includes('configuration refused') ? true : undefined));
  }

  async function drainWithARefreshInHand(): Promise<void> {
    const before = provider.received.length;
    provider.answer = (_request, response) => {
      setTimeout(() => answerTokens(response), 300);
    };
    const token = canaries.plant('refresh token draining');
    const pending = send(`${service.web}/dominoZoomRefresh`, {
      headers: { authorization: `Bearer ${token}` },
    });
    await waitFor(() => (provider.received.length > before ? true : undefined));
    service.process.kill('SIGTERM');
    const answer = await pending;
    answers.push({ what: 'drain', text: answer.body, allowed: [] });
    expect((await service.exited).code).to.equal(0);
  }

  it('everything that can leak has been there: what follows would else find nothing', () => {
    expect(answers.length, 'answers').to.be.above(150);
    expect(canaries.names.length, 'secrets').to.be.above(150);
    const output = service.output();
    const audit = readFileSync(join(folder, 'audit.log'), 'utf8');
    for (const word of [
      '"kind":"access"',
      '"kind":"upstream"',
      '"delivery":"forged"',
      '"delivery":"not_forwarded"',
      '"kind":"telemetry"',
      'store down',
      'configuration refused',
      '"msg":"stopped"',
    ]) {
      expect(output, word).to.include(word);
    }
    for (const grant of ['authorization_code', 'refresh_token', 'revoke_token']) {
      expect(audit, grant).to.include(`"grant_type":"${grant}"`);
      expect(
        receiver.spans().map(({ name }) => name),
        grant,
      ).to.include(grant);
    }
    const outcomes = new Set(answers.flatMap(({ text }) => /"error":"([a-z_]+)"/.exec(text)?.[1] ?? []));
    expect([...outcomes]).to.include.members([
      'invalid_request',
      'invalid_grant',
      'invalid_token',
      'client_credentials_refused',
      'provider_rejected_request',
      'provider_invalid_answer',
      'provider_failed',
      'provider_unreachable',
      'provider_connection_lost',
      'temporarily_unavailable',
      'rate_limited',
      'request_header_too_large',
    ]);
    expect(metrics[1], 'exemplars').to.include('# {trace_id="');
  });

  it('G1 the output of the process, when all of it is searched, holds none', () => {
    expect(canaries.find(service.output())).to.deep.equal([]);
  });

  it('G1 the audit stream, when it is searched, holds none', () => {
    expect(canaries.find(readFileSync(join(folder, 'audit.log'), 'utf8'))).to.deep.equal([]);
  });

  it('G2 the spans, when everything that was exported is searched, hold none', () => {
    expect(receiver.exports.length).to.be.above(0);
    expect(canaries.find(receiver.exports.map(({ body }) => body.toString('utf8')).join('\n'))).to.deep.equal(
      [],
    );
  });

  it('G3 the metrics, when both formats are searched, hold none', () => {
    expect(canaries.find(metrics.join('\n'))).to.deep.equal([]);
  });

  it('an answer, when it is searched, holds those only that are its purpose', () => {
    const found = answers.flatMap(({ what, text, allowed }) =>
      canaries.find(text, allowed).map((finding) => `${what}: ${finding}`),
    );
    expect(found).to.deep.equal([]);
  });

  it('G7 a provider, when what it received is searched, got nothing but its own', () => {
    const received = provider.received
      .map(({ path, headers, body }) => `${path} ${JSON.stringify(headers)} ${body}`)
      .join('\n');
    const foreign = canaries.names.filter((name) =>
      /^(state|flow|code cookie|seal|telemetry|stray|webhook|forward|address|user of|secret of)/.test(name),
    );
    const others = canaries.names.filter((name) => !foreign.includes(name));
    expect(canaries.find(received, others)).to.deep.equal([]);
    expect(received).to.not.match(/"(traceparent|tracestate|baggage|b3|cookie|referer|x-forwarded-\w+)":/);
  });

  it('G8 a wrong configuration, with a secret in every wrong place, is reported without one', async () => {
    const own = createCanaries();
    const file = join(folder, 'wrong.yaml');
    const secret = own.plant('client secret');
    writeFileSync(
      file,
      `providers:\n  zoom:\n    clientSecret: { value: ${secret} }\n    ${secret}: true\n    scopes: ${secret}\n` +
        `    tokenEndpoint: https://user:${secret}@zoom.us/oauth/token\n`,
    );
    const environment = {
      ...TEST_ENVIRONMENT,
      DOMI_CONFIG: file,
      DOMI_SEAL_KEYS: `k1:${own.plant('seal key')}`,
      DOMI_STORE_URL: `http://:${own.plant('store password')}@127.0.0.1:1`,
      TLSFile: file,
      TLSPassword: own.plant('TLS password'),
      ZOOM_CLIENT_SECRET: own.plant('client secret twice'),
      ZOOM_CLIENT_SECRET_FILE: file,
      OTEL_EXPORTER_OTLP_ENDPOINT: own.plant('endpoint'),
      OTEL_EXPORTER_OTLP_HEADERS: own.plant('headers'),
    };
    for (const program of [SERVE, ['src/cli.ts', 'check']]) {
      const { code, output } = await runNode(program, environment).exited;
      expect(code, output).to.equal(78);
      expect(output).to.include('DOMI_SEAL_KEYS').and.to.include('OTEL_EXPORTER_OTLP_ENDPOINT');
      expect(own.find(output)).to.deep.equal([]);
    }
  });

  it('a check at the providers, with credentials that they refuse, is reported without them', async () => {
    const own = createCanaries();
    const file = join(folder, 'checked.json');
    writeFileSync(file, JSON.stringify(provider.providerFile));
    const text = own.plant('answer');
    provider.answer = (_request, response) =>
      void response.writeHead(401).end(JSON.stringify({ error: 'invalid_client', error_description: text }));
    const environment = {
      ...TEST_ENVIRONMENT,
      ...INSECURE,
      ZOOM_CLIENT_SECRET: own.plant('client secret', ':/+%'),
      TEAMS_CLIENT_SECRET: own.plant('another client secret'),
    };
    for (const form of [[], ['--json']]) {
      const before = provider.received.length;
      const { code, output } = await runNode(['src/cli.ts', 'check', '--live', ...form, file], environment)
        .exited;
      expect(code, output).to.equal(77);
      expect(provider.received.length).to.be.above(before);
      expect(own.find(output)).to.deep.equal([]);
    }
  });

  it('a collector that is gone, when spans are exported, is logged without what was sent', async () => {
    const own = createCanaries();
    const nowhere = `http://127.0.0.1:${await findFreePort()}`;
    const quiet = await serveProcess({
      ...TEST_ENVIRONMENT,
      LOG_LEVEL: 'trace',
      OTEL_LOG_LEVEL: 'all',
      OTEL_BSP_SCHEDULE_DELAY: '50',
      OTEL_EXPORTER_OTLP_TIMEOUT: '500',
      OTEL_EXPORTER_OTLP_ENDPOINT: nowhere,
      OTEL_EXPORTER_OTLP_HEADERS: `x-key=${own.plant('telemetry header')}`,
    });
    await send(`${quiet.web}/zoomCallback?code=${own.plant('code')}&state=${own.plant('state')}`);
    await waitFor(() => (/"code":"ECONNREFUSED"/.test(quiet.output()) ? true : undefined));
    quiet.process.kill('SIGTERM');
    expect((await quiet.exited).code).to.equal(0);
    expect(own.find(quiet.output())).to.deep.equal([]);
  });
});
