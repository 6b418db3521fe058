import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { checkConfiguration } from '../../src/check/check-configuration.ts';
import { chooseExitCode } from '../../src/check/choose-exit-code.ts';
import { renderConfiguration } from '../../src/check/render-configuration.ts';
import {
  findSchemaFaults,
  KUBERNETES_VERSIONS,
  type KubernetesVersion,
} from '../helpers/kubernetes-schemas.ts';
import { mountPod } from '../helpers/mount-pod.ts';
import {
  CHART,
  type Manifest,
  pick,
  ROOT,
  renderChart,
  runHelm,
  SCENARIOS,
  tryToRender,
} from '../helpers/render-chart.ts';

/** Groups whose schemas no package brings. */
const WITHOUT_SCHEMA = /^(external-secrets\.io|cilium\.io|projectcalico\.org)\//;

describe('the scenarios of the chart', function () {
  this.timeout(60_000);

  const rendered = new Map<string, Map<KubernetesVersion, Manifest[]>>();

  before(async () => {
    for (const scenario of SCENARIOS) {
      const versions = new Map<KubernetesVersion, Manifest[]>();
      for (const version of Object.keys(KUBERNETES_VERSIONS) as KubernetesVersion[]) {
        versions.set(version, await renderChart({ scenario, kubeVersion: `${version}.0` }));
      }
      rendered.set(scenario, versions);
    }
  });

  const ofScenario = (scenario: string): Manifest[] => rendered.get(scenario)?.get('1.36') ?? [];

  it('lint --strict, for every scenario, then no complaint', async () => {
    for (const scenario of SCENARIOS) {
      const { code, stdout } = await runHelm([
        'lint',
        '--strict',
        CHART,
        '-f',
        join(CHART, 'ci', `${scenario}-values.yaml`),
      ]);
      expect(code, `${scenario}: ${stdout}`).to.equal(0);
    }
  });

  it('the templates of the chart, over all scenarios, then each has been rendered', async () => {
    const templates = readdirSync(join(CHART, 'templates'), { recursive: true, encoding: 'utf8' });
    const outputs = await Promise.all(SCENARIOS.map((scenario) => tryToRender({ scenario })));
    const sources = outputs.flatMap(
      ({ stdout }) => stdout.match(/(?<=^# Source: domi\/templates\/).+$/gm) ?? [],
    );
    expect([...new Set(sources)].sort()).to.deep.equal(
      templates.filter((name) => name.endsWith('.yaml')).sort(),
    );
  });

  it('the package of the chart, when rendered, then the same as its folder', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'domi-package-'));
    try {
      const { code, stdout } = await runHelm(['package', CHART, '--destination', folder]);
      expect(code).to.equal(0);
      const file = join(folder, basename(stdout.trim()));
      const manifests = await renderChart({ scenario: 'saas', chart: file });
      expect(manifests).to.deep.equal(ofScenario('saas'));
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('the version of the application, in the chart, then that of the package', () => {
    const { appVersion } = parse(readFileSync(join(CHART, 'Chart.yaml'), 'utf8'));
    expect(appVersion).to.equal(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).version);
  });

  it('a Kubernetes older than those that are tested, when rendered, then refused', async () => {
    const { code, stderr } = await tryToRender({ scenario: 'customer', kubeVersion: '1.26.9' });
    expect(code).to.not.equal(0);
    expect(stderr).to.include('chart requires kubeVersion: >=1.27.0-0');
  });

  it('a Kubernetes without a sleep of its own, when rendered, then Node sleeps in its place', async () => {
    const [old, today] = await Promise.all(
      ['1.29.14', '1.30.0'].map(async (kubeVersion) => {
        const manifests = await renderChart({ scenario: 'customer', kubeVersion });
        return pick(manifests, 'Deployment').spec.template.spec.containers[0].lifecycle.preStop;
      }),
    );
    expect(today).to.deep.equal({ sleep: { seconds: 10 } });
    const [program, ...args] = old.exec.command;
    expect(program).to.equal('/usr/local/bin/node');
    expect(args).to.deep.equal(['--eval', 'setTimeout(() => {}, 10000)']);
  });

  for (const scenario of SCENARIOS) {
    for (const version of Object.keys(KUBERNETES_VERSIONS) as KubernetesVersion[]) {
      it(`every manifest of ${scenario}, by the schemas of Kubernetes ${version}, then valid and without unknown fields`, async () => {
        const manifests = rendered.get(scenario)?.get(version) ?? [];
        expect(manifests.length).to.be.greaterThan(4);
        for (const manifest of manifests.filter(({ apiVersion }) => !WITHOUT_SCHEMA.test(apiVersion))) {
          expect(
            await findSchemaFaults(manifest, version),
            `${manifest.kind} ${manifest.metadata.name}`,
          ).to.deep.equal([]);
        }
      });
    }

    it(`the resources of ${scenario}, by kind and name, then each stands once and its name is a DNS label`, () => {
      const names = ofScenario(scenario).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
      expect(new Set(names).size).to.equal(names.length);
      for (const name of names) expect(name).to.match(/^[A-Za-z]+\/[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
    });

    it(`the provider file of ${scenario}, as its pod would see it, then domi check accepts it`, async () => {
      const { code, output } = await checkAsPod(ofScenario(scenario));
      expect(code, output).to.equal(0);
      expect(output).to.match(/[1-9]\d* tenant\(s\), [1-9]\d* enabled provider\(s\)/);
    });
  }

  it('a manifest with a misspelt or a future field, when validated, then both are reported', async () => {
    const deployment = structuredClone(pick(ofScenario('customer'), 'Deployment'));
    deployment.spec.replica = 3;
    deployment.spec.template.spec.restartPolicy = 7;
    const faults = await findSchemaFaults(deployment, '1.33');
    expect(faults.join('\n'))
      .to.include('/spec/replica is no field of Deployment')
      .and.include('restartPolicy');
  });
});

/** Validates the provider files of a Deployment in its own environment. */
async function checkAsPod(manifests: readonly Manifest[]): Promise<{ code: number; output: string }> {
  const root = mkdtempSync(join(tmpdir(), 'domi-chart-'));
  try {
    const report = await checkConfiguration(mountPod(manifests, root), undefined);
    return { code: chooseExitCode(report, undefined), output: renderConfiguration(report) };
  } finally {
    rmSync(root, { recursive: true });
  }
}
