import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { mountPod } from '../helpers/mount-pod.ts';
import { CHART, type Manifest, pick, renderChart } from '../helpers/render-chart.ts';
import { runNode, type Serving, serveProcess } from '../helpers/service-process.ts';

/** The pod of `helm test`, aimed at a process. */
function probe(
  manifests: readonly Manifest[],
  { web, management }: Serving,
): ReturnType<typeof runNode>['exited'] {
  const [container] = pick(manifests, 'Pod').spec.containers;
  const environment: Record<string, string> = {};
  for (const { name, value } of container.env) environment[name] = value;
  return runNode([join(CHART, 'files', 'notes-probe.mjs')], {
    ...environment,
    SERVICE_URL: web,
    MANAGEMENT_URL: management,
  }).exited;
}

describe('what the chart renders, run', function () {
  this.timeout(60_000);

  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'domi-pod-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  for (const [scenario, ...tenant] of [['customer'], ['tenants', 'acme']] as const) {
    it(`the pod of ${scenario}, with its files and environment, then it serves, its probes and the test pod pass, and SIGTERM ends it`, async () => {
      const manifests = await renderChart({ scenario });
      const environment = { ...mountPod(manifests, root), PORT: '0', METRICSPORT: '0' };
      const serving = await serveProcess(environment);
      try {
        const [container] = pick(manifests, 'Deployment').spec.template.spec.containers;
        for (const name of ['startupProbe', 'livenessProbe', 'readinessProbe']) {
          const { status } = await fetch(serving.management + container[name].httpGet.path);
          expect(status, name).to.equal(200);
        }
        const onboarding = await runNode(['src/cli.ts', 'onboard', ...tenant], environment).exited;
        expect(onboarding.output).to.match(/Redirect URI: +https:\/\/\S*example\S*\/zoomCallback/);
        const { code, output } = await probe(manifests, serving);
        expect(code, output).to.equal(0);
        expect(output).to.include('dominoZoomRefresh without a token is refused in JSON');
      } finally {
        serving.process.kill('SIGTERM');
      }
      expect((await serving.exited).code).to.equal(0);
    });
  }
});
