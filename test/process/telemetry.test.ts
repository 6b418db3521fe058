import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { createCertificate, OPENSSL_MISSING } from '../helpers/certificate.ts';
import { TEST_ENVIRONMENT } from '../helpers/create-test-service.ts';
import { send } from '../helpers/http.ts';
import { type OtlpReceiver, startOtlpReceiver } from '../helpers/otlp-receiver.ts';
import { runNode, SERVE, serveProcess } from '../helpers/service-process.ts';
import { skipTest } from '../helpers/skip.ts';

/** Tells every module of OpenTelemetry that is loaded, but for its bare interface, which prom-client brings along. */
const WATCH_MODULES = `data:text/javascript,${encodeURIComponent(`
  import { registerHooks } from 'node:module';
  registerHooks({
    resolve(specifier, context, nextResolve) {
      const found = nextResolve(specifier, context);
      if (/@opentelemetry\\/(?!api\\/)/.test(found.url)) console.log('LOADED ' + found.url);
      return found;
    },
  });`)}`;

describe('tracing of the process', function () {
  this.timeout(30_000);

  let receiver: OtlpReceiver;
  beforeEach(async () => {
    receiver = await startOtlpReceiver();
  });
  afterEach(() => receiver.stop());

  async function askOnce(environment: Record<string, string>, program = SERVE): Promise<string> {
    const service = await serveProcess({ ...TEST_ENVIRONMENT, ...environment }, program);
    await send(`${service.web}/diag`);
    service.process.kill('SIGTERM');
    const { code, output } = await service.exited;
    expect(code).to.equal(0);
    return output;
  }

  it('with nothing set, loads no module of OpenTelemetry', async () => {
    const program = ['--import', WATCH_MODULES, ...SERVE];
    const quiet = { OTEL_SERVICE_NAME: 'domi', OTEL_TRACES_SAMPLER: 'always_on' };
    for (const environment of [
      quiet,
      { ...quiet, OTEL_TRACES_EXPORTER: 'none', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
      { ...quiet, OTEL_SDK_DISABLED: 'true', OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url },
    ]) {
      expect(await askOnce(environment, program)).to.not.include('LOADED');
    }
    expect(receiver.exports).to.have.length(0);
    const on = await askOnce({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url }, program);
    expect(on, 'what the watch has to see').to.match(/LOADED .*sdk-node/);
  });

  it('with an endpoint, sends what is left when it stops, under the name that was given', async () => {
    await askOnce({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_RESOURCE_ATTRIBUTES: 'k8s.pod.name=domi-1',
      // Nothing but the end of the process sends them.
      OTEL_BSP_SCHEDULE_DELAY: '60000',
    });
    expect(receiver.exports.map(({ path }) => path)).to.deep.equal(['/v1/traces']);
    expect(receiver.spans().map(({ name }) => name)).to.deep.equal(['GET /diag']);
    const text = receiver.exports[0]?.body.toString('utf8') ?? '';
    const resource = new Map(
      [...text.matchAll(/"key":"([a-z0-9._]+)","value":\{"stringValue":"([^"]*)"/g)].map(
        ([, key = '', value = '']) => [key, value],
      ),
    );
    expect(resource.get('service.name')).to.equal('domi');
    expect(resource.get('k8s.pod.name')).to.equal('domi-1');
    expect(text).to.not.include('process.command').and.not.include('host.name');
  });

  it('with a collector of a private authority, sends once NODE_EXTRA_CA_CERTS names it', async function () {
    const folder = mkdtempSync(join(tmpdir(), 'domi-collector-'));
    const certificate = createCertificate(folder);
    if (certificate === undefined) return skipTest(this, OPENSSL_MISSING);
    const collector = await startOtlpReceiver(certificate);
    try {
      const environment = { OTEL_EXPORTER_OTLP_ENDPOINT: collector.url };
      await askOnce(environment);
      expect(collector.exports).to.have.length(0);
      await askOnce({ ...environment, NODE_EXTRA_CA_CERTS: certificate.cert });
      expect(collector.exports).to.have.length(1);
    } finally {
      await collector.stop();
      rmSync(folder, { recursive: true });
    }
  });

  it('with the standard protocol, sends protobuf, and the sampler decides what', async () => {
    const endpoint = {
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${receiver.url}/own/path`,
      OTEL_SERVICE_NAME: 'mine',
    };
    await askOnce(endpoint, ['src/cli.ts', 'serve']);
    expect(receiver.exports).to.have.length(1);
    expect(receiver.exports[0]).to.include({ path: '/own/path', contentType: 'application/x-protobuf' });
    expect(receiver.exports[0]?.body.toString('latin1')).to.include('GET /diag').and.to.include('mine');
    const output = await askOnce({
      ...endpoint,
      OTEL_TRACES_SAMPLER: 'traceidratio',
      OTEL_TRACES_SAMPLER_ARG: '0',
    });
    expect(receiver.exports, 'nothing is sampled').to.have.length(1);
    expect(output).to.match(/"kind":"access".*"trace_id":"[0-9a-f]{32}"/);
  });

  it('with a wrong setting, ends with 78 and names it', async () => {
    const { code, output } = await runNode(SERVE, {
      ...TEST_ENVIRONMENT,
      OTEL_TRACES_EXPORTER: 'otlp',
      OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4317',
      OTEL_EXPORTER_OTLP_PROTOCOL: 'carrier-pigeon',
    }).exited;
    expect(code).to.equal(78);
    expect(output)
      .to.include('OTEL_EXPORTER_OTLP_ENDPOINT: ')
      .and.to.include('OTEL_EXPORTER_OTLP_PROTOCOL: ');
    const unknown = await runNode(SERVE, { ...TEST_ENVIRONMENT, OTEL_TRACES_EXPORTER: 'jaeger' }).exited;
    expect(unknown).to.deep.include({ code: 78 });
    expect(unknown.output).to.include('OTEL_TRACES_EXPORTER: must be one of otlp, console, none');
  });
});
