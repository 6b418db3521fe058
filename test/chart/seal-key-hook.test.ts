import { expect } from 'chai';
import {
  findSchemaFaults,
  KUBERNETES_VERSIONS,
  type KubernetesVersion,
} from '../helpers/kubernetes-schemas.ts';
import { listKind, type Manifest, pick, renderChart, tryToRender } from '../helpers/render-chart.ts';

const GENERATED = { sealKeys: { existingSecret: '' }, networkPolicy: { enabled: true } };

describe('the Job that makes the seal key', function () {
  this.timeout(60_000);

  let hooks: Manifest[];
  before(async () => {
    const manifests = await renderChart({ values: GENERATED });
    hooks = manifests.filter(({ metadata }) => metadata.name === 'domi-make-seal-key');
  });

  it('a release without a Secret of its own, when rendered, then a key is in no manifest', async () => {
    const { stdout } = await tryToRender({ values: GENERATED });
    expect(stdout).to.not.match(/^kind: Secret$/m);
    expect(stdout).to.not.match(/k1:[\w-]{40}/);
  });

  it('a release with a Secret of its own, when rendered, then there is no Job and no right to anything', async () => {
    const kinds = (await renderChart({})).map(({ kind }) => kind);
    expect(kinds).to.not.include.members(['Job']).and.not.include.members(['Role']);
  });

  it('its resources, by their kinds, then each comes before the installation and goes after it', () => {
    expect(hooks.map(({ kind }) => kind).sort()).to.deep.equal([
      'ConfigMap',
      'Job',
      'NetworkPolicy',
      'Role',
      'RoleBinding',
      'ServiceAccount',
    ]);
    for (const { kind, metadata } of hooks) {
      expect(metadata.annotations, kind).to.include({
        'helm.sh/hook': 'pre-install,pre-upgrade',
        'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
      });
    }
    const weights = hooks.map(({ kind, metadata }) => [
      kind,
      Number(metadata.annotations?.['helm.sh/hook-weight']),
    ]);
    const { Job: last, ...others } = Object.fromEntries(weights) as Record<string, number>;
    for (const weight of Object.values(others)) expect(weight).to.be.lessThan(last ?? Number.NaN);
  });

  it('without Helm to delete it, after it has ended, then Kubernetes does, so that a changed one can be applied', () => {
    const { ttlSecondsAfterFinished, activeDeadlineSeconds } = pick(hooks, 'Job').spec;
    expect(ttlSecondsAfterFinished).to.equal(3600);
    expect(activeDeadlineSeconds).to.be.lessThan(300);
  });

  it('a closed network, when it calls the API server, then the ports of the usual clusters are open, and no others', () => {
    const { egress, policyTypes } = pick(hooks, 'NetworkPolicy').spec;
    expect(policyTypes).to.deep.equal(['Ingress', 'Egress']);
    expect(egress).to.deep.equal([
      { ports: [443, 6443, 8443, 16443].map((port) => ({ port, protocol: 'TCP' })) },
    ]);
  });

  it('its rights, by the Role, then it creates Secrets and reads none', () => {
    expect(pick(hooks, 'Role')['rules']).to.deep.equal([
      { apiGroups: [''], resources: ['secrets'], verbs: ['create'] },
    ]);
    const [subject] = pick(hooks, 'RoleBinding')['subjects'];
    expect(subject).to.deep.equal({ kind: 'ServiceAccount', name: 'domi-make-seal-key', namespace: 'mail' });
  });

  it('its pod, by the Pod Security Standard, then restricted, and no pod of the Services', async () => {
    const { metadata, spec } = pick(hooks, 'Job').spec.template;
    expect(spec.securityContext).to.deep.include({
      runAsNonRoot: true,
      seccompProfile: { type: 'RuntimeDefault' },
    });
    expect(spec.containers[0].securityContext).to.deep.equal({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    for (const { spec: service } of listKind(await renderChart({}), 'Service')) {
      expect(metadata.labels).to.not.include(service.selector);
    }
  });

  it('where the pods of the service may run, for its pod and that of helm test, then there too', async () => {
    const values = {
      sealKeys: { existingSecret: '' },
      nodeSelector: { disk: 'ssd' },
      tolerations: [{ key: 'mail', operator: 'Exists' }],
      affinity: { nodeAffinity: {} },
      priorityClassName: 'high',
      imagePullSecrets: [{ name: 'registry' }],
    };
    const manifests = await renderChart({ values });
    const { sealKeys: _, ...placement } = values;
    for (const spec of [pick(manifests, 'Job').spec.template.spec, pick(manifests, 'Pod').spec]) {
      expect(spec).to.deep.include(placement);
    }
  });

  for (const version of Object.keys(KUBERNETES_VERSIONS) as KubernetesVersion[]) {
    it(`its resources, by the schemas of Kubernetes ${version}, then valid`, async () => {
      for (const hook of hooks) expect(await findSchemaFaults(hook, version), hook.kind).to.deep.equal([]);
    });
  }
});
