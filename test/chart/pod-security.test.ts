import { expect } from 'chai';
import { listKind, type Manifest, pick, renderChart, SCENARIOS } from '../helpers/render-chart.ts';

interface Container {
  readonly name: string;
  readonly securityContext: Record<string, unknown>;
  readonly resources: { requests?: Record<string, string>; limits?: Record<string, string> };
  readonly env: { name: string; value?: string; valueFrom?: Record<string, unknown> }[];
  readonly envFrom?: unknown;
  readonly ports?: { hostPort?: number; containerPort: number }[];
}

interface PodSpec {
  readonly securityContext: Record<string, unknown>;
  readonly containers: Container[];
  readonly initContainers?: Container[];
  readonly volumes: Record<string, unknown>[];
  readonly [field: string]: unknown;
}

/** Volume types of the Pod Security Standard "restricted". */
const ALLOWED_VOLUMES = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

/** The time in which the service finishes what it has accepted. */
const DRAIN_SECONDS = 28;

describe('the pods of the chart', function () {
  this.timeout(60_000);

  for (const scenario of [undefined, ...SCENARIOS]) {
    describe(scenario ?? 'with the least values', () => {
      let manifests: Manifest[];
      let pods: PodSpec[];
      let all: Container[];

      before(async () => {
        manifests = await renderChart({ ...(scenario !== undefined && { scenario }) });
        pods = manifests
          .filter(({ kind }) => kind === 'Pod' || kind === 'Deployment')
          .map(({ kind, spec }) => (kind === 'Pod' ? spec : spec.template.spec));
        all = pods.flatMap(({ containers, initContainers = [] }) => [...containers, ...initContainers]);
        expect(pods).to.have.length(2);
      });

      it('H9 users and groups, in every pod, then never root and from 10000 on', () => {
        for (const { securityContext } of pods) {
          expect(securityContext).to.include({ runAsNonRoot: true });
          expect(securityContext['runAsUser']).to.be.at.least(10_000);
          expect(securityContext['runAsGroup']).to.be.at.least(10_000);
        }
        for (const { securityContext } of all)
          expect(securityContext).to.not.have.any.keys('runAsUser', 'runAsNonRoot');
      });

      it('H9 privileges, in every container, then none can be had and none is there', () => {
        for (const { securityContext } of all) {
          expect(securityContext).to.deep.equal({
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          });
        }
        for (const { securityContext } of pods) {
          expect(securityContext['seccompProfile']).to.deep.equal({ type: 'RuntimeDefault' });
          expect(securityContext).to.not.have.any.keys('sysctls', 'seLinuxOptions', 'windowsOptions');
        }
      });

      it('H9 volumes, in every pod, then only of the kinds that "restricted" allows', () => {
        for (const { volumes } of pods) {
          for (const { name, ...source } of volumes)
            expect(ALLOWED_VOLUMES, String(name)).to.include.members(Object.keys(source));
        }
      });

      it('H9 the host, in every pod, then nothing of it is shared', () => {
        for (const pod of pods)
          expect(pod).to.not.have.any.keys('hostNetwork', 'hostPID', 'hostIPC', 'hostUsers');
        for (const { ports = [] } of all)
          for (const port of ports) expect(port).to.not.have.property('hostPort');
      });

      it('H9 the cluster, for every pod, then no token and no addresses of other services are given', () => {
        for (const pod of pods)
          expect(pod).to.include({ automountServiceAccountToken: false, enableServiceLinks: false });
        for (const account of listKind(manifests, 'ServiceAccount')) {
          expect(account).to.include({ automountServiceAccountToken: false });
        }
        const rights = manifests.filter(({ kind }) => /Role/.test(kind));
        // Those of the Job that makes the seal key (seal-key-hook.test.ts) are gone when it has ended. The sidecar's token is
        // in a volume that the service does not mount (tenant-sources.test.ts).
        for (const { metadata } of rights) expect(metadata.name).to.match(/-(make-seal-key|collector)$/);
      });

      it('H9 secrets, in every container, then files and never environment variables', () => {
        for (const { env, envFrom } of all) {
          expect(envFrom).to.equal(undefined);
          for (const { name, value, valueFrom } of env) {
            expect(valueFrom ?? {}, name).to.not.have.any.keys('secretKeyRef', 'configMapKeyRef');
            if (/SECRET|KEYS|PASSWORD|TOKEN|STORE_URL/.test(name))
              expect(value, name).to.match(/^\/(run|var\/lib\/domi)\/secrets(\/|$)/);
          }
        }
      });

      it('H9 resources, of every container, then requests and a limit of memory, and no limit of CPU that throttles', () => {
        for (const { resources } of all) {
          expect(resources.requests).to.have.all.keys('cpu', 'memory', 'ephemeral-storage');
          expect(resources.limits).to.have.all.keys('memory');
        }
      });

      it('the grace period, against pause and drain, then it is longer', () => {
        const pod = pick(manifests, 'Deployment').spec.template.spec;
        const { seconds } = pod.containers[0].lifecycle.preStop.sleep;
        expect(seconds).to.be.at.least(5);
        const variables = pod.containers[0].env as { name: string; value: string }[];
        const delay = Number(variables.find(({ name }) => name === 'DOMI_DRAIN_DELAY')?.value);
        expect(delay).to.be.at.least(1);
        expect(pod.terminationGracePeriodSeconds).to.be.greaterThan(seconds + delay + DRAIN_SECONDS);
      });

      it('a rolling update, then no pod leaves before another one is ready', () => {
        expect(pick(manifests, 'Deployment').spec.strategy.rollingUpdate).to.include({ maxUnavailable: 0 });
      });

      it('the ports, of the two Services, then users never reach metrics', () => {
        const targets = manifests
          .filter(({ kind }) => kind === 'Service')
          .map(({ metadata, spec }) => [
            metadata.name,
            spec.ports.map(({ targetPort }: { targetPort: string }) => targetPort),
          ]);
        expect(targets).to.have.length(2);
        for (const [name, ports] of targets) {
          expect(ports).to.deep.equal([String(name).endsWith('-management') ? 'management' : 'http']);
        }
      });
    });
  }
});
