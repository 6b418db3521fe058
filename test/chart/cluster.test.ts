import { expect } from 'chai';
import { type FakeCluster, startFakeCluster } from '../helpers/fake-cluster.ts';
import {
  CHART,
  LEAST_VALUES,
  listKind,
  type Manifest,
  type ProgramResult,
  parseManifests,
  pick,
  runHelm,
} from '../helpers/render-chart.ts';

/** As an earlier installation of the release has left it. */
const KEPT: Partial<Manifest> = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'domi-seal-keys' } };
const ZOOM: Partial<Manifest> = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'domi-zoom' } };

/** The Deployment of the release, as it runs. */
const runningAs = (name: string, label = 'domi', replicas = 7): Partial<Manifest> => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name,
    labels: {
      'app.kubernetes.io/component': 'service',
      'app.kubernetes.io/managed-by': 'Helm',
      'helm.sh/chart': 'domi-1.9.0',
    },
    annotations: { 'meta.helm.sh/release-name': 'domi', 'meta.helm.sh/release-namespace': 'mail' },
  },
  spec: {
    replicas,
    selector: {
      matchLabels: {
        'app.kubernetes.io/name': label,
        'app.kubernetes.io/instance': 'domi',
        'app.kubernetes.io/component': 'service',
      },
    },
  },
});

/** Of the number of pods, and of the template in any case. */
const owner = (manager: string, operation: string, own: object = { 'f:replicas': {} }): object => ({
  manager,
  operation,
  apiVersion: 'apps/v1',
  fieldsType: 'FieldsV1',
  fieldsV1: { 'f:spec': { 'f:template': {}, ...own } },
});
const AUTOSCALER = { ...owner('kube-controller-manager', 'Update'), subresource: 'scale' };

describe('the chart where a cluster can be asked', function () {
  this.timeout(60_000);

  let cluster: FakeCluster;
  afterEach(() => cluster.stop());

  async function ask(command: 'template' | 'install', ...more: string[]): Promise<ProgramResult> {
    const args = [
      command,
      'domi',
      CHART,
      '--namespace',
      'mail',
      '--values',
      LEAST_VALUES,
      '--dry-run=server',
    ];
    // The cluster of this test publishes no OpenAPI document.
    args.push('--kube-apiserver', cluster.url, '--disable-openapi-validation');
    return runHelm([...args, '--set', 'sealKeys.existingSecret=', ...more]);
  }
  async function run(command: 'template' | 'install', ...values: string[]): Promise<string> {
    const { code, stdout, stderr } = await ask(command, ...values.flatMap((value) => ['--set', value]));
    expect(code, stderr).to.equal(0);
    return stdout;
  }
  const upgrade = async (...values: string[]): Promise<Manifest[]> =>
    parseManifests(await run('template', ...values));

  it('no seal key, when rendered, then a Job makes one; one that is there, then nothing touches it', async () => {
    cluster = await startFakeCluster([]);
    expect(listKind(await upgrade(), 'Job')).to.have.length(1);
    cluster.stop();
    cluster = await startFakeCluster([KEPT]);
    const kinds = (await upgrade()).map(({ kind }) => kind);
    expect(kinds).to.not.include.members(['Job']).and.not.include.members(['Secret']);
  });

  it('seven pods, when an autoscaler of any kind takes over, then seven stay in the manifest', async () => {
    cluster = await startFakeCluster([KEPT, runningAs('domi')]);
    for (const [value, replicas] of [
      ['autoscaling.enabled=true', 7],
      ['replicaCount=null', 7],
      ['replicaCount=3', 3],
    ] as const) {
      expect(pick(await upgrade(value), 'Deployment').spec.replicas, value).to.equal(replicas);
    }
  });

  it('fewer pods than the autoscaler wants, when rendered, then its least number, which a rollback brings back too', async () => {
    cluster = await startFakeCluster([KEPT, runningAs('domi', 'domi', 1)]);
    const values = ['autoscaling.enabled=true', 'autoscaling.minReplicas=3'];
    expect(pick(await upgrade(...values), 'Deployment').spec.replicas).to.equal(3);
    expect(pick(await upgrade('replicaCount=null'), 'Deployment').spec.replicas).to.equal(1);
  });

  for (const [what, managedFields, replicas] of [
    ['a Helm that applies on the server', [owner('helm', 'Apply')], 7],
    ['such a Helm, and later an autoscaler', [owner('helm', 'Apply', {}), AUTOSCALER], undefined],
    ['a Helm that patches, and later an autoscaler', [owner('helm', 'Update', {}), AUTOSCALER], 7],
    // Whose manifest still has the number, so that a patch without it would remove it.
    [
      'such a Helm, then one that patches, and later an autoscaler',
      [owner('helm', 'Apply'), owner('helm', 'Update'), AUTOSCALER],
      7,
    ],
  ] as const) {
    it(`seven pods as ${what} has set them, when upgraded with an autoscaler, then ${replicas ?? 'no number'} in the manifest`, async () => {
      const deployment = runningAs('domi');
      Object.assign(deployment.metadata ?? {}, { managedFields });
      cluster = await startFakeCluster([KEPT, deployment]);
      expect(pick(await upgrade('autoscaling.enabled=true'), 'Deployment').spec.replicas).to.equal(replicas);
    });
  }

  it('no pods, by the wish of somebody, when rendered, then none stays in the manifest, and the notes tell how to go on', async () => {
    cluster = await startFakeCluster([KEPT, runningAs('domi', 'domi', 0)]);
    for (const value of ['replicaCount=null', 'autoscaling.enabled=true']) {
      expect(pick(await upgrade(value), 'Deployment').spec.replicas, value).to.equal(0);
    }
    const notes = await run('install', 'autoscaling.enabled=true', 'autoscaling.minReplicas=3');
    expect(notes)
      .to.include('There are no pods')
      .and.include('kubectl -n mail scale deploy/domi --replicas=3');
    expect(await run('install', 'replicaCount=null')).to.not.include('There are no pods');
  });

  it('another nameOverride for a release that runs under the same name, then selectors stay as they are', async () => {
    cluster = await startFakeCluster([KEPT, runningAs('domi', 'domi')]);
    const manifests = await upgrade('nameOverride=dom', 'networkPolicy.enabled=true');
    const { selector, template } = pick(manifests, 'Deployment').spec;
    expect(selector.matchLabels['app.kubernetes.io/name']).to.equal('domi');
    expect(template.metadata.labels).to.include(selector.matchLabels);
    for (const { spec } of listKind(manifests, 'Service')) {
      expect(template.metadata.labels).to.include(spec.selector);
    }
    const { podSelector, ingress } = pick(manifests, 'NetworkPolicy').spec;
    expect(podSelector).to.deep.equal({ matchLabels: selector.matchLabels });
    // The pod of `helm test` is let in.
    const probe = pick(manifests, 'Pod').metadata.labels;
    expect(probe).to.include({ 'app.kubernetes.io/name': 'domi', 'app.kubernetes.io/component': 'test' });
    expect(ingress.at(-1).from).to.deep.equal([{ podSelector: { matchLabels: probe } }]);
  });

  it('another name for a release that runs, when upgraded, then a sentence says how to keep the old one', async () => {
    cluster = await startFakeCluster([KEPT, runningAs('domi')]);
    for (const value of ['nameOverride=broker', 'fullnameOverride=broker']) {
      const { code, stderr } = await ask('template', '--is-upgrade', '--set', value);
      expect(code).to.not.equal(0);
      expect(stderr).to.match(
        /the release runs as domi and would be called (domi-)?broker.*set fullnameOverride to domi/,
      );
    }
  });

  it('a Deployment of another release, or of another chart of an umbrella, when upgraded, then no reason to refuse', async () => {
    const foreign = structuredClone(runningAs('other'));
    Object.assign(foreign.metadata?.annotations ?? {}, { 'meta.helm.sh/release-name': 'other' });
    // As a chart is called that an umbrella takes a second time under an alias.
    const sibling = structuredClone(runningAs('domi-eu', 'domi-eu'));
    Object.assign(sibling.metadata?.labels ?? {}, { 'helm.sh/chart': 'domi-eu-2.0.0' });
    cluster = await startFakeCluster([KEPT, foreign, sibling]);
    const { code, stderr } = await ask('template', '--is-upgrade');
    expect(code, stderr).to.equal(0);
  });

  it('Secrets and ConfigMaps that do not exist, after installing, then the notes name them', async () => {
    cluster = await startFakeCluster([ZOOM]);
    const notes = await run(
      'install',
      'store.existingSecret=domi-valkey',
      'config.existingConfigMaps={tenants-a}',
    );
    expect(notes).to.include('Secret domi-valkey does not exist; the pods wait for it.');
    expect(notes).to.include('ConfigMap tenants-a does not exist; the pods wait for it.');
    expect(notes).to.not.include('Secret domi-zoom does not exist');
  });
});
