import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import {
  CHART,
  LEAST_VALUES,
  listKind,
  type ProgramResult,
  parseManifests,
  runHelm,
} from '../helpers/render-chart.ts';

const LEAST = parse(readFileSync(LEAST_VALUES, 'utf8')) as object;

/** A chart that has this one as a dependency, as `mail` too. */
describe('the chart in an umbrella chart', function () {
  this.timeout(60_000);

  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'domi-umbrella-'));
    const { version } = parse(readFileSync(join(CHART, 'Chart.yaml'), 'utf8'));
    mkdirSync(join(folder, 'charts'));
    cpSync(CHART, join(folder, 'charts', 'domi'), { recursive: true });
    const dependencies = ['domi', 'mail'].map((alias) => ({
      name: 'domi',
      alias,
      version,
      condition: `${alias}.enabled`,
    }));
    writeFileSync(
      join(folder, 'Chart.yaml'),
      JSON.stringify({ apiVersion: 'v2', name: 'umbrella', version: '1.0.0', dependencies }),
    );
  });
  after(() => rmSync(folder, { recursive: true }));

  const render = (values: object): Promise<ProgramResult> =>
    runHelm(['template', 'all', folder, '--values', '-'], JSON.stringify(values));
  const on = (values: object = {}): object => ({ ...LEAST, enabled: true, ...values });

  it('its condition, when false, then nothing is rendered; when true, then the service', async () => {
    const off = await render({ domi: on({ enabled: false }), mail: { enabled: false } });
    expect(off.code, off.stderr).to.equal(0);
    expect(parseManifests(off.stdout)).to.deep.equal([]);
    const { stdout } = await render({ domi: on(), mail: { enabled: false } });
    expect(listKind(parseManifests(stdout), 'Deployment')).to.have.length(1);
  });

  it('twice under two names, when rendered, then no resource stands twice and nothing selects pods of the other', async () => {
    const networkPolicy = { enabled: true, byHost: 'calico' };
    const { code, stdout, stderr } = await render({
      domi: on({ networkPolicy }),
      mail: on({ networkPolicy }),
    });
    expect(code, stderr).to.equal(0);
    const manifests = parseManifests(stdout);
    const names = manifests.map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(new Set(names).size).to.equal(names.length);
    const pods = listKind(manifests, 'Deployment').map(({ spec }) => spec.template.metadata.labels);
    for (const { spec } of listKind(manifests, 'Service')) {
      const selected = pods.filter((labels) =>
        Object.entries(spec.selector).every(([name, value]) => labels[name] === value),
      );
      expect(selected).to.have.length(1);
    }
    const policies = manifests.filter(({ apiVersion }) => apiVersion === 'projectcalico.org/v3');
    const selectors = policies.map(({ spec }) => spec.selector);
    expect(selectors).to.deep.equal(
      pods.map((labels) =>
        ['component', 'instance', 'name']
          .map((part) => `app.kubernetes.io/${part} == '${labels[`app.kubernetes.io/${part}`]}'`)
          .join(' && '),
      ),
    );
  });

  it('global values, when set, then registry and pull secrets are those of all charts', async () => {
    const { stdout } = await render({
      global: { imageRegistry: 'mirror.example', imagePullSecrets: ['all'], otherCharts: { use: 'this' } },
      domi: on(),
      mail: { enabled: false },
    });
    const [deployment] = listKind(parseManifests(stdout), 'Deployment');
    const { containers, imagePullSecrets } = deployment?.spec.template.spec ?? {};
    expect(containers[0].image).to.match(/^mirror\.example\/hcl-tech-software\//);
    expect(imagePullSecrets).to.deep.equal([{ name: 'all' }]);
  });

  it('keys whose children are commented out, when rendered, then as if they were absent', async () => {
    const plain = await render({ domi: on(), mail: { enabled: false } });
    const nulls = {
      podLabels: null,
      ingress: null,
      metrics: { podMonitor: null },
      secrets: null,
      logLevel: null,
    };
    const { code, stdout, stderr } = await render({ domi: on(nulls), mail: { enabled: false } });
    expect(code, stderr).to.equal(0);
    expect(stdout).to.equal(plain.stdout);
  });
});
