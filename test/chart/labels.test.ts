import { expect } from 'chai';
import { parseAllDocuments } from 'yaml';
import { listKind, parseManifests, pick, SCENARIOS, tryToRender } from '../helpers/render-chart.ts';

const MONITORED = (labels: object): object => ({
  metrics: {
    serviceMonitor: { enabled: true, labels },
    prometheusRule: { enabled: true, labels },
    dashboard: { enabled: true, labels },
  },
});

/** Rendered, and read as strict readers do: a key that stands twice is an error. */
async function renderStrictly(options: Parameters<typeof tryToRender>[0]): Promise<string> {
  const { code, stdout, stderr } = await tryToRender(options);
  expect(code, stderr).to.equal(0);
  const errors = parseAllDocuments(stdout, { uniqueKeys: true }).flatMap((document) => document.errors);
  expect(errors).to.deep.equal([]);
  return stdout;
}

describe('the labels of the chart', function () {
  this.timeout(60_000);

  it('every scenario, when rendered, then no key stands twice in a map', async () => {
    for (const scenario of SCENARIOS) await renderStrictly({ scenario });
  });

  it('one label in all places that take labels, when rendered, then once in each, and the nearest place wins', async () => {
    const values = {
      commonLabels: { team: 'all' },
      podLabels: { team: 'pods' },
      ...MONITORED({ team: 'near' }),
    };
    const manifests = parseManifests(await renderStrictly({ values }));
    expect(pick(manifests, 'Deployment').metadata.labels?.['team']).to.equal('all');
    expect(pick(manifests, 'Deployment').spec.template.metadata.labels.team).to.equal('pods');
    for (const kind of ['ServiceMonitor', 'PrometheusRule']) {
      expect(pick(manifests, kind).metadata.labels?.['team'], kind).to.equal('near');
    }
  });

  it('a label that marks one resource, when set for all, then once in each, and that one keeps its own', async () => {
    const values = { commonLabels: { 'domi/port': 'all', grafana_dashboard: '0' }, ...MONITORED({}) };
    const manifests = parseManifests(await renderStrictly({ values }));
    const labelsOf = (kind: string, name: string) => pick(manifests, kind, name).metadata.labels;
    expect(labelsOf('Service', 'domi-management')?.['domi/port']).to.equal('management');
    expect(labelsOf('Service', 'domi')?.['domi/port']).to.equal('all');
    expect(labelsOf('ConfigMap', 'domi-dashboard')?.['grafana_dashboard']).to.equal('1');
  });

  it('a label of the chart on what Prometheus and Grafana select, when set again, then that value', async () => {
    const again = MONITORED({ 'app.kubernetes.io/instance': 'prometheus' });
    const manifests = parseManifests(await renderStrictly({ values: again }));
    for (const { kind, metadata } of [
      pick(manifests, 'ServiceMonitor'),
      pick(manifests, 'PrometheusRule'),
      pick(manifests, 'ConfigMap', 'domi-dashboard'),
    ]) {
      expect(metadata.labels?.['app.kubernetes.io/instance'], kind).to.equal('prometheus');
    }
    for (const { spec } of listKind(manifests, 'Service')) {
      expect(spec.selector['app.kubernetes.io/instance']).to.equal('domi');
    }
  });

  it('annotations for everything and for one resource, when both are set, then the nearest place wins', async () => {
    const values = {
      commonAnnotations: { owner: 'all' },
      podAnnotations: { owner: 'pods' },
      ingress: { enabled: true, annotations: { owner: 'ingress' } },
      httpRoute: { enabled: true, listenerSet: { enabled: true, gateway: { name: 'public' } } },
    };
    const manifests = parseManifests(await renderStrictly({ values }));
    expect(pick(manifests, 'Deployment').spec.template.metadata.annotations.owner).to.equal('pods');
    expect(pick(manifests, 'Ingress').metadata.annotations?.['owner']).to.equal('ingress');
    expect(pick(manifests, 'ListenerSet').metadata.annotations).to.deep.equal({ owner: 'all' });
    expect(pick(manifests, 'Pod').metadata.annotations).to.include({ owner: 'all', 'helm.sh/hook': 'test' });
  });
});
