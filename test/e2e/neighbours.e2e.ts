import { expect } from 'chai';
import { getJson, kubectl, listHelms, needCluster } from './cluster.ts';
import { ask, moveIn, toValues } from './company.ts';
import { createHelmRelease, type HelmRelease } from './helm-release.ts';
import { createNamespace, deleteNamespace } from './namespaces.ts';

describe('two releases in one namespace', () => {
  let namespace: string;
  let releases: readonly HelmRelease[];

  before(async function () {
    await needCluster(this);
    namespace = await createNamespace('two');
    await moveIn(namespace);
    releases = ['domi', 'domi-two'].map((name) => createHelmRelease(listHelms()[0] ?? '', name, namespace));
  });
  after(() => deleteNamespace(namespace));

  const listAddresses = async (service: string): Promise<string[]> => {
    const { items } = await getJson<{ items: { endpoints?: { targetRef: { name: string } }[] }[] }>([
      '--namespace',
      namespace,
      'endpointslices',
      `--selector=kubernetes.io/service-name=${service}`,
    ]);
    return items.flatMap(({ endpoints = [] }) => endpoints.map(({ targetRef }) => targetRef.name)).sort();
  };

  it('both installed, then each Service leads to the pods of its own release', async () => {
    for (const [index, release] of releases.entries()) {
      await release.install(toValues({ publicUrl: `https://domi-${index}.example.com`, replicaCount: 1 }));
    }
    const [one, two] = [await listAddresses('domi'), await listAddresses('domi-two')];
    expect(one).to.have.length(1);
    expect(two).to.have.length(1);
    expect(one).to.not.deep.equal(two);
    const [first, second] = await ask(
      namespace,
      'http://domi/dominoZoom/index.html',
      'http://domi-two/dominoZoom/index.html',
    );
    expect([first?.status, second?.status]).to.deep.equal([302, 302]);
  });

  it('helm test of both, then all checks pass', async () => {
    for (const release of releases) {
      expect(await release.test()).to.include('all checks passed');
      await release.expectNoDiff();
    }
  });

  it('the seal keys of both, compared, then each release has its own', async () => {
    const read = async (name: string): Promise<string | undefined> =>
      (await getJson<{ data: Record<string, string> }>(['--namespace', namespace, 'secret', name])).data[
        'seal-keys'
      ];
    expect(await read('domi-seal-keys')).to.not.equal(await read('domi-two-seal-keys'));
  });

  it('one of them uninstalled, then the other one serves on', async () => {
    await releases[1]?.uninstall();
    expect(await releases[0]?.test()).to.include('all checks passed');
    const left = await kubectl([
      '--namespace',
      namespace,
      'get',
      'deployments,services',
      '--selector=app.kubernetes.io/instance=domi-two',
      '--output=name',
    ]);
    expect(left).to.equal('');
  });
});

describe('a release of somebody who may administer one namespace only', () => {
  const USER = 'domi-e2e-admin';
  let namespace: string;
  let release: HelmRelease;

  before(async function () {
    await needCluster(this);
    namespace = await createNamespace('admin');
    await moveIn(namespace);
    const to = ['--clusterrole=admin', `--user=${USER}`];
    await kubectl(['--namespace', namespace, 'create', 'rolebinding', 'domi-e2e-admin', ...to]);
    release = createHelmRelease(listHelms()[0] ?? '', 'domi', namespace, ['--kube-as-user', USER]);
  });
  after(() => deleteNamespace(namespace));

  it('installed, upgraded, tested and uninstalled, then the rights are enough', async () => {
    const options = { ingress: { enabled: true }, networkPolicy: { enabled: true, egress: { extra: [{}] } } };
    await release.install(toValues(options));
    await release.upgrade(toValues({ ...options, autoscaling: { enabled: true } }));
    expect(await release.test()).to.include('all checks passed');
    await release.uninstall();
  });
});
