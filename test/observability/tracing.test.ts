import { expect } from 'chai';
import { SPAN_ATTRIBUTES } from '../../src/observability/tracing.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';
import { comeBack, start } from '../helpers/sign-in.ts';
import { type RecordedSpan, recordSpans, type SpanRecorder } from '../helpers/span-recorder.ts';

const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';
const PARENT_ID = 'b7ad6b7169203331';
const CONTEXT = {
  traceparent: `00-${TRACE_ID}-${PARENT_ID}-01`,
  tracestate: 'vendor=value',
  baggage: 'user=somebody',
};

const isNamed =
  (name: string) =>
  (span: RecordedSpan): boolean =>
    span.name === name;

describe('spans', () => {
  let provider: ScriptedProvider;
  let recorder: SpanRecorder;
  let service: TestService;

  async function serve(environment: Record<string, string> = {}): Promise<TestService> {
    return createTestService({
      environment: { ...INSECURE, ...environment },
      providerFile: provider.providerFile,
      tracing: recorder.tracing,
    });
  }

  before(async () => {
    provider = await createScriptedProvider();
    recorder = recordSpans();
    service = await serve();
  });
  beforeEach(() => {
    recorder.take();
    provider.received.length = 0;
    provider.answer = (_request, response) => answerTokens(response);
  });
  after(async () => {
    await service.stop();
    await provider.stop();
  });

  const refresh = (token: string, headers: Record<string, string> = {}) =>
    service.get('/dominoZoomRefresh', { authorization: `Bearer ${token}`, ...headers });

  it('of a refresh: request, grant and call stand in each other, by the semantic conventions', async () => {
    const { headers } = await refresh('token-1');
    const [call, grant, request] = recorder.take();
    expect(request).to.deep.include({ name: 'GET /{path}Refresh', kind: 'SERVER', hasFailed: false });
    expect(request?.parentId).to.equal(undefined);
    expect(request?.attributes).to.deep.equal({
      'http.request.method': 'GET',
      'http.route': '/{path}Refresh',
      'http.response.status_code': 200,
      'url.scheme': 'http',
      'client.address': '127.0.0.1',
      'domi.request_id': headers['x-request-id'],
      'domi.tenant': 'default',
      'domi.provider': 'zoom',
      'domi.outcome': 'success',
    });
    expect(grant).to.deep.include({ name: 'refresh_token', kind: 'INTERNAL', parentId: request?.id });
    expect(grant?.attributes).to.deep.equal({
      'domi.grant_type': 'refresh_token',
      'domi.tenant': 'default',
      'domi.provider': 'zoom',
      'domi.outcome': 'success',
      'domi.served': 'provider',
    });
    expect(call).to.deep.include({ name: 'POST', kind: 'CLIENT', parentId: grant?.id });
    expect(call?.attributes).to.deep.equal({
      'http.request.method': 'POST',
      'url.full': `${provider.url}/zoom/token`,
      'server.address': '127.0.0.1',
      'server.port': Number(new URL(provider.url).port),
      'http.response.status_code': 200,
    });
  });

  it('of a sign-in: every step that matters is there, in its order, and the exchange', async () => {
    const browser = service.browse();
    const authorization = await start(browser.get, 'dominoZoom');
    await comeBack(browser.get, 'zoomCallback', {
      code: 'code-1',
      state: authorization.searchParams.get('state') ?? '',
    });
    await browser.get('/dominoZoom/token.html');
    const names = recorder.take().map(({ name }) => name);
    expect(names).to.deep.equal([
      ...['beginFlow', 'redirectToProvider', 'GET /{path}/{page}'],
      ...['findFlow', 'checkAuthorizationResponse', 'keepCodeAndLeave', 'GET /{callback}'],
      ...['takeWaitingCode', 'POST', 'authorization_code', 'checkGrantedScopes', 'showToken'],
      'GET /{path}/token.html',
    ]);
  });

  it('of a sign-in whose exchange succeeds and whose page fails: the exchange has not failed', async () => {
    const browser = service.browse();
    const authorization = await start(browser.get, 'dominoZoom');
    const state = authorization.searchParams.get('state') ?? '';
    await comeBack(browser.get, 'zoomCallback', { code: 'code-2', state });
    recorder.take();
    const { answer } = provider;
    provider.answer = (_request, response) => void response.end('{"access_token":"A"}');
    const page = await browser.get('/dominoZoom/token.html');
    provider.answer = answer;
    expect(page.status).to.equal(502);
    const spans = recorder.take();
    const exchange = spans.find(({ name }) => name === 'authorization_code');
    expect(exchange).to.deep.include({ hasFailed: false });
    expect(exchange?.attributes).to.include({ 'domi.outcome': 'success' });
    expect(spans.at(-1)?.attributes).to.include({ 'domi.outcome': 'no_refresh_token' });
  });

  it('of a failure at the provider: outcome and reason are recorded, and the request has failed', async () => {
    provider.answer = (_request, response) => void response.writeHead(500).end('');
    await refresh('token-2');
    const [call, grant, request] = recorder.take();
    for (const span of [call, grant, request]) expect(span?.hasFailed, span?.name).to.equal(true);
    expect(call?.attributes).to.include({ 'error.type': '500', 'http.response.status_code': 500 });
    const told = {
      'domi.outcome': 'provider_failed',
      'domi.reason': 'provider answered 500 with an empty body',
      'error.type': 'provider_failed',
    };
    expect(grant?.attributes).to.include(told);
    expect(request?.attributes).to.include(told);
  });

  it('of a mistake of the caller: the outcome is recorded, and nothing has failed', async () => {
    provider.answer = (_request, response) => void response.writeHead(400).end('{"error":"invalid_grant"}');
    await refresh('token-3');
    const spans = recorder.take();
    expect(spans.find(isNamed('GET /{path}Refresh'))).to.deep.include({ hasFailed: false });
    expect(spans.find(isNamed('refresh_token'))?.attributes).to.include({ 'domi.outcome': 'invalid_grant' });
    await service.get(`/${'x'.repeat(50)}?code=1`);
    const [unknown] = recorder.take();
    expect(unknown).to.deep.include({ name: 'GET', hasFailed: false });
    expect(unknown?.attributes).to.not.have.property('http.route');
  });

  it('of requests that share a call or get its answer again: they are marked, and there is one call', async () => {
    await Promise.all([refresh('token-4'), refresh('token-4')]);
    await refresh('token-4');
    const spans = recorder.take();
    expect(spans.filter(isNamed('POST'))).to.have.length(1);
    const served = spans.filter(isNamed('refresh_token')).map(({ attributes }) => attributes['domi.served']);
    expect(served).to.have.members(['provider', 'coalesced', 'replayed']);
  });

  it('of a caller that is no trusted proxy: its trace context is not taken over', async () => {
    await refresh('token-5', CONTEXT);
    for (const { traceId } of recorder.take()) expect(traceId).to.not.equal(TRACE_ID);
  });

  it('of a trusted proxy: its trace goes on, unless what it says is no trace context', async () => {
    const behind = await serve({ DOMI_TRUSTED_PROXIES: '127.0.0.1' });
    try {
      await behind.get('/diag', CONTEXT);
      const [request] = recorder.take();
      expect(request).to.include({ traceId: TRACE_ID, parentId: PARENT_ID });
      await behind.get('/diag', { traceparent: `00-${TRACE_ID}-nonsense` });
      expect(recorder.take()[0]?.traceId).to.not.equal(TRACE_ID);
    } finally {
      await behind.stop();
    }
  });

  it('stay here: a provider sees neither trace context nor baggage, whoever sent it', async () => {
    const behind = await serve({ DOMI_TRUSTED_PROXIES: '127.0.0.1' });
    try {
      await behind.get('/dominoZoomRefresh', { authorization: 'Bearer token-6', ...CONTEXT });
    } finally {
      await behind.stop();
    }
    expect(recorder.take().map(({ traceId }) => traceId)).to.include(TRACE_ID);
    const names = Object.keys(provider.received[0]?.headers ?? {});
    expect(names).to.have.members([
      ...[
        'accept',
        'accept-encoding',
        'authorization',
        'connection',
        'content-length',
        'content-type',
        'host',
        'user-agent',
      ],
    ]);
  });

  it('lead to the log: the line of the request has the trace id', async () => {
    await refresh('token-7');
    const traceId = recorder.take()[0]?.traceId;
    const line = service.logs.filter((text) => text.includes('"kind":"access"')).at(-1) ?? '';
    expect(JSON.parse(line)).to.include({ trace_id: traceId });
  });
});

describe('the scrubbing of spans', () => {
  const TOKEN = 'x'.repeat(40);

  /** What a library that nobody has looked at might do. */
  function recordLeak(recorder: SpanRecorder): RecordedSpan[] {
    const span = recorder.provider.getTracer('library').startSpan(`GET /?code=${TOKEN}`, {
      attributes: {
        'url.query': 'code=1',
        'http.request.header.cookie': TOKEN,
        'url.full': `https://a/${TOKEN}`,
      },
    });
    span.setAttribute('domi.tenant', 'acme').setAttribute('domi.reason', 'r'.repeat(301));
    span.setStatus({ code: 2, message: TOKEN });
    span.recordException(new Error(TOKEN));
    span.addLink({ context: span.spanContext(), attributes: { token: TOKEN } });
    span.end();
    return recorder.take();
  }

  it('keeps listed attributes with harmless values, and nothing else', () => {
    const [span] = recordLeak(recordSpans());
    expect(span).to.deep.include({
      name: 'scrubbed',
      attributes: { 'domi.tenant': 'acme' },
      hasFailed: true,
    });
  });

  it('drops a span, and leaves the caller alone, when it fails', () => {
    const spans = recordLeak(
      recordSpans(() => {
        throw new Error('scrubbing is broken');
      }),
    );
    expect(spans).to.deep.equal([]);
  });

  it('lets no query, no header and no body through: the list has none of their names', () => {
    const names = SPAN_ATTRIBUTES.filter((name) =>
      /query|header|body|target|cookie|token|user_agent/.test(name),
    );
    expect(names).to.deep.equal([]);
  });
});
