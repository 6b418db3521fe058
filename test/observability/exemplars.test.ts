import { expect } from 'chai';
import { createTestService, type TestService } from '../helpers/create-test-service.ts';
import { findProgram, PROMETHEUS_MISSING, type Prometheus, startPrometheus } from '../helpers/prometheus.ts';
import { createScriptedProvider, INSECURE, type ScriptedProvider } from '../helpers/scripted-provider.ts';
import { waitFor } from '../helpers/service-process.ts';
import { skipSuite } from '../helpers/skip.ts';
import { recordSpans } from '../helpers/span-recorder.ts';

interface ExemplarSeries {
  readonly seriesLabels: Readonly<Record<string, string>>;
  readonly exemplars: readonly { readonly labels: { readonly trace_id?: string } }[];
}

describe('exemplars, scraped by a real Prometheus', function () {
  this.timeout(90_000);
  const recorder = recordSpans();
  let provider: ScriptedProvider;
  let service: TestService;
  let prometheus: Prometheus;

  before(async function () {
    const program = (await findProgram('prometheus')) ?? skipSuite(this, PROMETHEUS_MISSING);
    provider = await createScriptedProvider();
    service = await createTestService({
      environment: INSECURE,
      providerFile: provider.providerFile,
      tracing: recorder.tracing,
    });
    await service.get('/dominoZoomRefresh', { authorization: 'Bearer token' });
    prometheus = await startPrometheus(program, {
      targets: [service.managementUrl],
      features: ['exemplar-storage'],
    });
  });
  after(async () => {
    await prometheus?.stop();
    await service?.stop();
    await provider?.stop();
  });

  it('lead from what was measured of a refresh to its trace', async () => {
    const { traceId } = recorder.take()[0] ?? {};
    for (const name of [
      'domi_token_requests_total',
      'domi_provider_request_duration_seconds_bucket',
      'domi_http_request_duration_seconds_bucket',
    ]) {
      const found = await waitFor(() => findExemplars(prometheus, name));
      expect(
        found.map(({ labels }) => labels.trace_id),
        name,
      ).to.deep.equal([traceId]);
    }
  });
});

async function findExemplars(
  { url }: Prometheus,
  query: string,
): Promise<ExemplarSeries['exemplars'] | undefined> {
  const now = Date.now() / 1000;
  const parameters = new URLSearchParams({ query, start: String(now - 3600), end: String(now + 60) });
  const answer = await fetch(`${url}/api/v1/query_exemplars?${parameters}`);
  const { data } = (await answer.json()) as { data: readonly ExemplarSeries[] };
  const exemplars = data.flatMap((series) => series.exemplars);
  return exemplars.length > 0 ? exemplars : undefined;
}
