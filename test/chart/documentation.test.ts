import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { findSchemaFaults } from '../helpers/kubernetes-schemas.ts';
import { parseManifests, pick, ROOT, renderChart, runKubectl } from '../helpers/render-chart.ts';
import { sealKeyOf } from '../helpers/seal-keys.ts';
import { checkExpression, type Knowledge } from '../monitoring/check-expression.ts';

const TEXT = readFileSync(join(ROOT, 'docs', 'kubernetes.md'), 'utf8');

/** Examples that begin with `# values` are values files. */
const EXAMPLES = [...TEXT.matchAll(/^```yaml\n# values\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);

interface AdapterRule {
  readonly seriesQuery: string;
  readonly metricsQuery: string;
}

/** The only metric that an autoscaler is shown here. */
const KNOWN: Knowledge = {
  metrics: new Map([['domi_requests_in_flight', new Set(['namespace', 'pod'])]]),
  values: new Map(),
};

function expectPromQl(expression: string): void {
  expect(checkExpression(expression, KNOWN).faults, expression).to.deep.equal([]);
}

describe('docs/kubernetes.md', function () {
  this.timeout(60_000);

  it('its examples, counted, then there are some', () => {
    expect(EXAMPLES).to.have.length.greaterThan(6);
  });

  for (const example of EXAMPLES) {
    const values = parse(example) as Record<string, unknown>;
    it(`the example with ${Object.keys(values).join(', ')}, when rendered, then the chart takes it`, async () => {
      const manifests = await renderChart({ values });
      expect(manifests.map(({ kind }) => kind)).to.include('Deployment');
    });
  }

  it('its objects for a Gateway and for a host of a customer, by their schemas, then valid', async () => {
    const texts = [...TEXT.matchAll(/^```yaml\n((?:# a customer's host\n)?apiVersion: [\s\S]*?)^```$/gm)];
    const manifests = texts.flatMap(([, text = '']) => parseManifests(text));
    expect(manifests.map(({ kind }) => kind)).to.deep.equal(['Gateway', 'ListenerSet', 'HTTPRoute']);
    for (const manifest of manifests) expect(await findSchemaFaults(manifest, '1.36')).to.deep.equal([]);
  });

  it('its rule for prometheus-adapter, when read, then it makes the metric that the autoscaler asks for', async () => {
    const [, text = ''] = /^```yaml\n# prometheus-adapter\n([\s\S]*?)^```$/m.exec(TEXT) ?? [];
    const [rule] = (parse(text) as { rules: { custom: AdapterRule[] } }).rules.custom;
    const values = { autoscaling: { enabled: true, targetRequestsInFlight: 40 } };
    const { metrics } = pick(await renderChart({ values }), 'HorizontalPodAutoscaler').spec;
    // Without a name of its own, the metric is called as the series is.
    expect(rule).to.not.have.property('name');
    expect(rule?.seriesQuery.split('{')[0]).to.equal(metrics[1].pods.metric.name);
    const query = (rule?.metricsQuery ?? '')
      .replace('<<.Series>>', metrics[1].pods.metric.name)
      .replace('<<.LabelMatchers>>', 'namespace="mail",pod=~"a|b"')
      .replace('<<.GroupBy>>', 'pod');
    for (const expression of [rule?.seriesQuery ?? '', query]) expectPromQl(expression);
  });

  it('its ScaledObject, when rendered, then it scales the Deployment by a query that Prometheus reads', async () => {
    const example = EXAMPLES.find((text) => text.includes('ScaledObject')) ?? '';
    const manifests = await renderChart({ values: parse(example) as object });
    const { scaleTargetRef, triggers } = pick(manifests, 'ScaledObject').spec;
    const deployment = pick(manifests, 'Deployment');
    expect(scaleTargetRef.name).to.equal(deployment.metadata.name);
    expect(deployment.spec).to.not.have.property('replicas');
    expectPromQl(triggers[0].metadata.query);
  });

  it('its scenarios and folders, when looked for, then all are there', async () => {
    const links = [...TEXT.matchAll(/\]\(([^)#]+?)(?:#[^)]*)?\)/g)].map(([, path = '']) => path);
    expect(links).to.have.length.greaterThan(4);
    for (const link of links) readFileSync(join(ROOT, 'docs', link));
  });

  it('its seal keys Secret, when made by kubectl, then with the key that the chart mounts', async () => {
    const { stdout } = await runKubectl([
      'create',
      'secret',
      'generic',
      'domi-seal-keys',
      `--from-literal=seal-keys=k1:${sealKeyOf(1)}`,
      '--dry-run=client',
      '--output=json',
    ]);
    expect(Object.keys(JSON.parse(stdout).data)).to.deep.equal(['seal-keys']);
  });
});
