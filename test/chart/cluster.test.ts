import { expect } from 'chai';
import { parseSealKeys } from '../../src/sealing/seal-keys.ts';
import { type FakeCluster, startFakeCluster } from '../helpers/fake-cluster.ts';
import {
  CHART,
  LEAST_VALUES,
  type Manifest,
  parseManifests,
  pick,
  runHelm,
} from '../helpers/render-chart.ts';
import { sealKeyOf } from '../helpers/seal-keys.ts';

const KEYS = ['k2', 'k1'].map((id, index) => `${id}:${sealKeyOf(index)}`).join(',');

/** As an earlier installation of the release has left it. */
const KEPT: Partial<Manifest> = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name: 'domi-seal-keys',
    labels: { 'app.kubernetes.io/managed-by': 'Helm' },
    annotations: { 'meta.helm.sh/release-name': 'domi', 'meta.helm.sh/release-namespace': 'mail' },
  },
  data: { 'seal-keys': Buffer.from(KEYS).toString('base64') },
};
const ZOOM: Partial<Manifest> = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'domi-zoom' } };

describe('the chart where a cluster can be asked', function () {
  this.timeout(60_000);

  let cluster: FakeCluster;
  afterEach(() => cluster.stop());

  async function run(command: 'template' | 'install', ...values: string[]): Promise<string> {
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
    for (const value of ['sealKeys.existingSecret=', ...values]) args.push('--set', value);
    const { code, stdout, stderr } = await runHelm(args);
    expect(code, stderr).to.equal(0);
    return stdout;
  }
  const readKeys = (manifests: string): string =>
    Buffer.from(pick(parseManifests(manifests), 'Secret')['data']['seal-keys'], 'base64').toString();

  it('a first installation, when rendered, then with a seal key of its own', async () => {
    cluster = await startFakeCluster([]);
    expect(parseSealKeys(readKeys(await run('template')))).to.have.length(1);
  });

  it('an upgrade after a rotation, when rendered, then the keys of the cluster stay', async () => {
    cluster = await startFakeCluster([KEPT]);
    expect(readKeys(await run('template'))).to.equal(KEYS);
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
