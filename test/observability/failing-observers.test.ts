import type { SpanProcessor } from '@opentelemetry/sdk-trace';
import { TracerProvider } from '@opentelemetry/sdk-trace';
import { expect } from 'chai';
import { Counter, Gauge, Histogram } from 'prom-client';
import { createSpanTracing } from '../../src/observability/span-tracing.ts';
import type { Span } from '../../src/observability/tracing.ts';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import {
  answerTokens,
  createScriptedProvider,
  INSECURE,
  type ScriptedProvider,
} from '../helpers/scripted-provider.ts';
import { comeBack, start } from '../helpers/sign-in.ts';

const fail = (): never => {
  throw new Error('an observer that fails');
};

const FAILING_SPANS: SpanProcessor = {
  onStart: fail,
  onEnd: fail,
  forceFlush: async () => undefined,
  shutdown: async () => undefined,
};

const FAILING_SPAN: Span = {
  traceId: '0af7651916cd43dd8448eb211c80319c',
  isSampled: true,
  set: fail,
  rename: fail,
  fail,
  child: () => FAILING_SPAN,
  end: fail,
};

describe('what only watches, when it throws', () => {
  let provider: ScriptedProvider;
  let service: TestService;

  beforeEach(async () => {
    provider = await createScriptedProvider();
    provider.answer = (_request, response) => answerTokens(response);
  });
  afterEach(async () => {
    await service.stop();
    await provider.stop();
  });

  async function serve(options: Parameters<typeof createTestService>[0]): Promise<void> {
    service = await createTestService({
      environment: INSECURE,
      providerFile: provider.providerFile,
      ...options,
    });
  }

  const refresh = (token: string) => service.get('/dominoZoomRefresh', { authorization: `Bearer ${token}` });

  async function expectService(): Promise<void> {
    const spent = await refresh('RT-1');
    expect(spent.status, 'a token that is spent now').to.equal(200);
    expect(JSON.parse(spent.body)).to.include.keys('access_token', 'refresh_token');
    expect((await refresh('RT-1')).status, 'its replay').to.equal(200);
    const browser = service.browse();
    const location = await start(browser.get, 'dominoZoom');
    const state = location.searchParams.get('state') ?? '';
    await comeBack(browser.get, 'zoomCallback', { state, code: 'CODE' });
    expect((await browser.get('/dominoZoom/token.html')).status, 'a token page').to.equal(200);
    provider.answer = (_request, response) => void response.writeHead(401).end('{"error":"invalid_client"}');
    expect((await refresh('RT-2')).status, 'a failure that is logged').to.equal(502);
  }

  it('when it is every line of log and audit, costs no token', async () => {
    let isServing = false;
    await serve({ onLine: () => isServing && fail() });
    isServing = true;
    await expectService();
    isServing = false;
  });

  it('G2 when it is the spans, costs no token', async () => {
    const spans = new TracerProvider({ spanProcessors: [FAILING_SPANS] });
    await serve({ tracing: createSpanTracing('test', spans) });
    await expectService();
  });

  it('when it is every metric, costs no token, and none of those that share a call', async () => {
    await serve({});
    const prototypes = [Counter.prototype, Gauge.prototype, Histogram.prototype];
    const originals = prototypes.map((prototype) => Object.getOwnPropertyDescriptors(prototype));
    for (const prototype of prototypes) {
      for (const method of ['inc', 'dec', 'set', 'observe'].filter((name) =>
        Object.hasOwn(prototype, name),
      )) {
        Object.defineProperty(prototype, method, { value: fail, configurable: true, writable: true });
      }
    }
    try {
      await expectService();
      provider.answer = (_request, response) => void setTimeout(() => answerTokens(response), 50);
      const both = await Promise.all([refresh('RT-9'), refresh('RT-9')]);
      expect(both.map(({ status }) => status)).to.deep.equal([200, 200]);
      expect(both[1]?.body).to.equal(both[0]?.body);
    } finally {
      for (const [index, prototype] of prototypes.entries()) {
        Object.defineProperties(prototype, originals[index] ?? {});
      }
    }
  });

  for (const [what, tracing] of [
    ['the start of a trace', { startRequest: fail }],
    ['every method of a span', { startRequest: () => FAILING_SPAN }],
  ] as const) {
    it(`when it is ${what}, costs no token, and every request has its line`, async () => {
      await serve({ tracing });
      await expectService();
      const lines = service.logs.filter((line) => line.includes('"kind":"access"'));
      expect(lines).to.have.length(6);
    });
  }

  it('when it is the access log alone, is logged once, and the audit stream goes on', async () => {
    await serve({ onLine: (line) => line.includes('"kind":"access"') && fail() });
    await refresh('RT-1');
    await refresh('RT-2');
    const lines = service.logs.map((text) => JSON.parse(text) as Record<string, unknown>);
    expect(lines.filter(({ kind }) => kind === 'audit')).to.have.length(2);
    const reports = lines.filter(({ msg }) => msg === 'observer failed');
    expect(reports.map(({ observer }) => observer)).to.deep.equal(['access log']);
  });
});
