import { expect } from 'chai';
import {
  getJson,
  kubectl,
  listHelms,
  listPods,
  needCluster,
  type Pod,
  tryKubectl,
  waitFor,
  watchKubectl,
} from './cluster.ts';
import { type LoadReport, moveIn, readSeen, refreshDuring, toValues } from './company.ts';
import { createHelmRelease, type HelmRelease, isOld, PREVIOUS } from './helm-release.ts';
import { createNamespace, deleteNamespace } from './namespaces.ts';

for (const [index, helm] of listHelms().entries()) {
  describe(`scaling, restarting and evicting pods, under helm ${index + 1}`, () => {
    let namespace: string;
    let release: HelmRelease;

    before(async function () {
      await needCluster(this);
      namespace = await createNamespace(`scaling-${index + 1}`);
      await moveIn(namespace);
      release = createHelmRelease(helm, 'domi', namespace);
      await release.install(toValues({ replicaCount: 3 }));
    });
    after(() => deleteNamespace(namespace));

    const inNamespace = (...args: string[]): string[] => ['--namespace', namespace, ...args];
    const rollOut = async (): Promise<void> => {
      await kubectl(inNamespace('rollout', 'status', 'deployment/domi', '--timeout=240s'));
    };

    async function expectNothingLost({ requests, failures }: LoadReport): Promise<void> {
      expect(failures).to.deep.equal({});
      expect(requests).to.be.greaterThan(500);
      expect((await readSeen(namespace)).twice).to.equal(0);
    }

    /** Every number of pods that the Deployment was to have while something happened. */
    async function watchReplicas(happen: () => Promise<unknown>): Promise<number[]> {
      const template = '--output=jsonpath={.spec.replicas}{"\\n"}';
      const watch = watchKubectl(inNamespace('get', 'deployment', 'domi', '--watch', template));
      try {
        await happen();
      } finally {
        await watch.stop();
      }
      return watch.lines.map(Number);
    }

    it('restarted one after the other under load, then no request fails and no token is spent twice', async () => {
      const report = await refreshDuring(namespace, 'domi:80', async () => {
        await kubectl(inNamespace('rollout', 'restart', 'deployment/domi'));
        await rollOut();
      });
      await expectNothingLost(report);
    });

    it('upgraded under load, then no request fails', async () => {
      const report = await refreshDuring(namespace, 'domi:80', async () => {
        await release.upgrade(toValues({ replicaCount: 3, podAnnotations: { round: '2' } }));
      });
      await expectNothingLost(report);
    });

    it('scaled from three to one and back under load, then no request fails', async () => {
      const report = await refreshDuring(namespace, 'domi:80', async () => {
        for (const replicaCount of [1, 3]) {
          await release.upgrade(toValues({ replicaCount, podAnnotations: { round: '2' } }));
        }
      });
      await expectNothingLost(report);
    });

    it('three pods, two of them evicted at once, then the disruption budget lets one go', async () => {
      const running = await listPods(namespace, '--field-selector=status.phase=Running');
      const evict = ({ metadata: { name } }: Pod): ReturnType<typeof tryKubectl> =>
        tryKubectl(
          ['create', '--raw', `/api/v1/namespaces/${namespace}/pods/${name}/eviction`, '--filename=-'],
          JSON.stringify({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name, namespace } }),
        );
      // A pod that the last test scaled away is still running while it drains; to evict it costs nothing.
      const staying = running.filter(({ metadata }) => metadata.deletionTimestamp === undefined);
      expect(staying).to.have.length(3);
      const [first, second] = [await evict(staying[0] as never), await evict(staying[1] as never)];
      expect(first.code, first.stderr).to.equal(0);
      expect(second.stderr).to.include("would violate the pod's disruption budget");
      await rollOut();
    });

    it('autoscaling turned on, then the pods that run are kept', async () => {
      const autoscaling = { enabled: true, minReplicas: 3, maxReplicas: 5 };
      const report = await refreshDuring(namespace, 'domi:80', async () => {
        const counts = await watchReplicas(() => release.upgrade(toValues({ replicaCount: 3, autoscaling })));
        expect(Math.min(...counts), counts.join(' ')).to.equal(3);
      });
      await expectNothingLost(report);
      await release.expectNoDiff();
    });

    it('upgraded once more with autoscaling, then the number of the autoscaler stays', async () => {
      const autoscaling = { enabled: true, minReplicas: 3, maxReplicas: 5 };
      await kubectl(inNamespace('scale', 'deployment/domi', '--replicas=4'));
      await rollOut();
      const counts = await watchReplicas(() =>
        release.upgrade(toValues({ replicaCount: 3, autoscaling, logLevel: 'warn' })),
      );
      expect(Math.min(...counts), counts.join(' ')).to.equal(4);
    });

    it('rolled back while the autoscaler has another number, then it succeeds, and no pod is lost', async () => {
      const autoscaling = { enabled: true, minReplicas: 5, maxReplicas: 6 };
      await release.upgrade(toValues({ replicaCount: 3, autoscaling, logLevel: 'warn' }));
      await waitFor('the autoscaler has made five pods', 90, async () => {
        const { spec } = await getJson<{ spec: { replicas: number } }>(inNamespace('deployment', 'domi'));
        return spec.replicas === 5 || undefined;
      });
      const counts = await watchReplicas(() => release.rollback(PREVIOUS));
      expect(Math.min(...counts), counts.join(' ')).to.be.at.least(3);
      await rollOut();
    });

    it('autoscaling turned off, then the number of the values is back', async () => {
      // Helm 4 asks who owns the number: the autoscaler, until it is taken from it.
      const options = (await isOld(helm)) ? [] : ['--force-conflicts'];
      await release.upgrade(toValues({ replicaCount: 2 }), ...options);
      const { spec } = await getJson<{ spec: { replicas: number } }>(inNamespace('deployment', 'domi'));
      expect(spec.replicas).to.equal(2);
      await release.expectNoDiff();
    });
  });
}
