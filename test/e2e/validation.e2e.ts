import { expect } from 'chai';
import { OPTIONS } from '../chart/options/all-options.ts';
import {
  listKind,
  type Manifest,
  parseManifests,
  renderChart,
  runKubectl,
  SCENARIOS,
} from '../helpers/render-chart.ts';
import { skipTest } from '../helpers/skip.ts';
import { APPLY_STRICTLY, needCluster, say, toList, tryKubectl } from './cluster.ts';
import { createNamespace, deleteNamespace } from './namespaces.ts';

/** Kinds whose definitions a cluster may lack, and a scenario that has them. */
const KINDS = [
  ['Deployment', 'customer'],
  ['HTTPRoute', 'saas'],
  ['ListenerSet', 'hosts'],
  ['ServiceMonitor', 'saas'],
  ['PrometheusRule', 'saas'],
] as const;

/** What a cluster may not have, and what containers of an option's own do not set. */
const LACKS =
  /no PriorityClass with name|RuntimeClass "\S+" not found|would violate PodSecurity .*container "(wait|logs)"|is deprecated/;

describe('what the chart renders, before a real API server', () => {
  let namespace: string;
  let kinds: ReadonlySet<string>;

  before(async function () {
    await needCluster(this);
    namespace = await createNamespace('validation');
    const { stdout } = await tryKubectl(['api-resources', '--no-headers']);
    const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/));
    kinds = new Set(rows.flatMap((row) => [row.at(-1) ?? '', `${row.at(-3)} ${row.at(-1)}`]));
  });
  after(() => deleteNamespace(namespace));

  /** Strict and on the server, but nothing is kept. Kinds that the cluster does not know are left out. @returns its complaints */
  async function findFaults(manifests: readonly Manifest[]): Promise<string> {
    const items = manifests
      .filter(({ apiVersion, kind }) => kinds.has(`${apiVersion} ${kind}`))
      .map((manifest) => ({ ...manifest, metadata: { ...manifest.metadata, namespace } }));
    const args = ['--namespace', namespace, ...APPLY_STRICTLY, '--dry-run=server', '--filename=-'];
    const { stderr } = await tryKubectl(args, toList(items));
    return stderr
      .split('\n')
      .filter((line) => line !== '' && !LACKS.test(line))
      .join('\n');
  }

  for (const scenario of SCENARIOS) {
    it(`the scenario ${scenario}, by strict validation, then accepted without a warning`, async () => {
      const manifests = await renderChart({ scenario });
      say(`${manifests.length} objects of ${scenario}, kinds unknown here: ${listUnknown(manifests)}`);
      expect(await findFaults(manifests)).to.equal('');
    });
  }

  it('every option of the chart, by strict validation, then accepted', async () => {
    const rendered: Manifest[][] = [];
    for (const { values } of OPTIONS) rendered.push(await renderChart({ values }));
    const different = new Map(rendered.flat().map((manifest) => [JSON.stringify(manifest), manifest]));
    say(`${different.size} different objects of ${OPTIONS.length} options`);
    if ((await findFaults([...different.values()])) === '') return;
    const faults: string[] = [];
    for (const [index, { key }] of OPTIONS.entries()) {
      const text = await findFaults(rendered[index] ?? []);
      if (text !== '') faults.push(`${key}: ${text}`);
    }
    expect(faults.join('\n')).to.equal('');
  });

  for (const overlay of ['local', 'production']) {
    it(`the overlay ${overlay}, by strict validation, then accepted without a warning`, async () => {
      const { stdout } = await runKubectl(['kustomize', `k8s/overlays/${overlay}`]);
      const manifests = parseManifests(stdout).filter(({ kind }) => kind !== 'Namespace');
      expect(manifests.length).to.be.greaterThan(4);
      expect(await findFaults(manifests)).to.equal('');
    });
  }

  for (const [kind, scenario] of KINDS) {
    it(`a misspelt field of ${kind}, by strict validation, then refused: so the others were looked at`, async function () {
      if (!kinds.has(kind)) skipTest(this, 'the cluster does not know this kind');
      const [manifest] = listKind(await renderChart({ scenario }), kind) as [Manifest];
      const faults = await findFaults([{ ...manifest, spec: { ...manifest.spec, misspelt: 1 } }]);
      expect(faults).to.match(/unknown field.*misspelt|misspelt.*unknown field/s);
    });
  }

  const listUnknown = (manifests: readonly Manifest[]): string =>
    [...new Set(manifests.map(({ kind }) => kind).filter((kind) => !kinds.has(kind)))].join(', ') || 'none';
});
