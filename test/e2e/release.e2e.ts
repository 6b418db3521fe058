import { expect } from 'chai';
import { sealKeyOf } from '../helpers/seal-keys.ts';
import { getJson, kubectl, listHelms, listPods, needCluster, putData, tryKubectl } from './cluster.ts';
import { ask, moveIn, toValues } from './company.ts';
import {
  createHelmRelease,
  type HelmRelease,
  nameHelm,
  PREVIOUS,
  readRevisions,
  takeBack,
} from './helm-release.ts';
import { createNamespace, deleteNamespace, type Rules } from './namespaces.ts';

const SEAL_KEYS = 'domi-seal-keys';
const ROTATED = `k2:${sealKeyOf(2)}`;

/** Different rules for each helm, so that both have been tried. */
const RULES: readonly Rules[] = ['shares', 'ceilings'];

for (const [index, helm] of listHelms().entries()) {
  describe(`a release under helm ${index + 1}`, () => {
    let namespace: string;
    let release: HelmRelease;
    let first: string;

    before(async function () {
      await needCluster(this);
      namespace = await createNamespace(`release-${index + 1}`, RULES[index % 2]);
      await moveIn(namespace);
      release = createHelmRelease(helm, 'domi', namespace);
      if (this.test?.parent) this.test.parent.title += `: ${await nameHelm(helm)}`;
    });
    after(() => deleteNamespace(namespace));

    const readSealKeys = async (): Promise<string> => {
      const { data } = await getJson<{ data: Record<string, string> }>([
        '--namespace',
        namespace,
        'secret',
        SEAL_KEYS,
      ]);
      return Buffer.from(data['seal-keys'] ?? '', 'base64').toString();
    };

    const expectServing = async (): Promise<void> => {
      const [answer] = await ask(namespace, `http://domi/dominoZoomRefresh||token-${performance.now()}`);
      expect(answer?.status, answer?.body).to.equal(200);
    };

    it('installed with the least values, then pods serve, and the cluster has what the manifest says', async () => {
      const notes = await release.install(toValues());
      expect(notes).to.include('Root URL for the Notes configuration:\n  https://domi.example.com');
      await expectServing();
      await release.expectNoDiff();
    });

    it('helm test, in a namespace with quota and limits, then all checks pass', async () => {
      expect(await release.test()).to.include('all checks passed');
    });

    it('the seal key, looked for in the manifest and in all revisions, then it is in none', async () => {
      first = await readSealKeys();
      expect(first).to.match(/^k1:[\w-]{43}$/);
      for (const text of [await release.manifest(), ...(await readRevisions(release))]) {
        const bytes = first.slice(3);
        expect(text).to.not.include(bytes);
        expect(text).to.not.include(Buffer.from(first).toString('base64'));
      }
    });

    it('upgraded after the seal keys were rotated, then the keys stay, and every pod has them', async () => {
      await putData(namespace, 'Secret', SEAL_KEYS, { 'seal-keys': ROTATED });
      await release.upgrade(toValues({ logLevel: 'debug', podAnnotations: { round: '2' } }));
      expect(await readSealKeys()).to.equal(ROTATED);
      await release.expectNoDiff();
      const [metrics] = await ask(namespace, 'http://domi-management:8879/metrics');
      expect(metrics?.body).to.match(/domi_seal_key_info\{[^}]*kid="k2"/);
    });

    it('rolled back past the rotation, then it succeeds, and the retired key does not come back', async () => {
      await release.rollback(1);
      expect(await readSealKeys()).to.equal(ROTATED);
      await expectServing();
      await release.expectNoDiff();
      expect(await release.test()).to.include('all checks passed');
    });

    it('upgraded to an image that cannot be pulled, with taking back, then the old pods serve on', async () => {
      const values = toValues({
        image: { repository: 'missing.example/domi', tag: 'none', pullPolicy: 'IfNotPresent' },
      });
      const { code } = await release.tryToUpgrade(values, ...(await takeBack(helm)), '--timeout=25s');
      expect(code).to.not.equal(0);
      await expectServing();
      await kubectl(['--namespace', namespace, 'rollout', 'status', 'deployment/domi', '--timeout=120s']);
      expect(await readSealKeys()).to.equal(ROTATED);
      await release.expectNoDiff();
    });

    it('upgraded to a configuration with a fault, then the old pods serve on, and the new one says why', async () => {
      const values = toValues({ extraEnv: [{ name: 'HTTPS_PROXY', value: 'ftp://proxy' }] });
      const { code } = await release.tryToUpgrade(values, '--wait', '--timeout=25s');
      expect(code).to.not.equal(0);
      await expectServing();
      const pods = await listPods(namespace);
      const states = JSON.stringify(pods.flatMap(({ status }) => status.containerStatuses ?? []));
      expect(states).to.include('HTTPS_PROXY').and.include('"exitCode":78');
      await release.rollback(PREVIOUS);
      await release.expectNoDiff();
    });

    it('upgraded under another name, then refused with a sentence, and the release is as it was', async () => {
      for (const key of ['nameOverride', 'fullnameOverride']) {
        const { code, stderr } = await release.tryToUpgrade(toValues({ [key]: 'other' }));
        expect(code).to.not.equal(0);
        expect(stderr).to.include('nameOverride and fullnameOverride cannot change later');
      }
      await expectServing();
      await release.expectNoDiff();
    });

    it('uninstalled, then only the seal keys are left', async () => {
      await release.uninstall();
      expect(await readSealKeys()).to.equal(ROTATED);
      const kinds =
        'deployments,services,configmaps,serviceaccounts,poddisruptionbudgets,roles,rolebindings,jobs';
      const left = await kubectl([
        '--namespace',
        namespace,
        'get',
        kinds,
        '--selector=app.kubernetes.io/instance=domi',
        '--output=name',
      ]);
      expect(left).to.equal('');
    });

    it('installed again, then it takes up the seal keys that were left', async () => {
      await release.install(toValues());
      expect(await readSealKeys()).to.equal(ROTATED);
      await expectServing();
      expect(await release.test()).to.include('all checks passed');
      await release.expectNoDiff();
    });

    it('the namespace, after all of that, then its events tell of no violation of Pod Security', async () => {
      const events = await tryKubectl(['--namespace', namespace, 'get', 'events']);
      expect(events.stdout).to.not.match(/violates PodSecurity|exceeded quota/);
    });
  });
}

describe('a release that changes from helm 3 to helm 4', () => {
  let namespace: string | undefined;
  let helms: readonly string[];

  before(async function () {
    await needCluster(this);
    const versions = await Promise.all(listHelms().map(nameHelm));
    helms = ['v3', 'v4'].map(
      (major) => listHelms()[versions.findIndex((name) => name.startsWith(major))] ?? '',
    );
    if (helms.includes('')) this.skip();
    namespace = await createNamespace('helm34');
    await moveIn(namespace);
  });
  after(() => deleteNamespace(namespace));

  it('installed by the one and upgraded by the other, there and back, then each finds what it expects', async () => {
    const [old, fresh] = helms.map((helm) => createHelmRelease(helm, 'domi', namespace ?? '')) as [
      HelmRelease,
      HelmRelease,
    ];
    await old.install(toValues());
    await fresh.upgrade(toValues({ podAnnotations: { by: 'four' } }));
    await fresh.expectNoDiff();
    expect(await fresh.test()).to.include('all checks passed');
    await old.upgrade(toValues({ podAnnotations: { by: 'three' } }));
    await old.expectNoDiff();
  });
});
