import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { checkConfiguration } from '../../src/check/check-configuration.ts';
import {
  findSchemaFaults,
  KUBERNETES_VERSIONS,
  type KubernetesVersion,
} from '../helpers/kubernetes-schemas.ts';
import { listKind, type Manifest, parseManifests, pick, ROOT, runKubectl } from '../helpers/render-chart.ts';

/** Secrets that the documentation asks the operator to make. */
const GIVEN_SECRETS = ['domi-apps', 'domi-seal-keys', 'domi-tls'];

async function build(overlay: string): Promise<Manifest[]> {
  const { code, stdout, stderr } = await runKubectl(['kustomize', join(ROOT, 'k8s', 'overlays', overlay)]);
  expect(code, stderr).to.equal(0);
  return parseManifests(stdout);
}

describe('the kustomize overlays', function () {
  this.timeout(60_000);

  const overlays = new Map<string, Manifest[]>();
  before(async () => {
    for (const name of ['local', 'production']) overlays.set(name, await build(name));
  });
  const of = (name: string): Manifest[] => overlays.get(name) ?? [];

  for (const name of ['local', 'production']) {
    it(`${name}, when built, then every manifest is valid in the oldest and the newest Kubernetes`, async () => {
      expect(of(name).length).to.be.greaterThan(5);
      for (const manifest of of(name)) {
        for (const version of Object.keys(KUBERNETES_VERSIONS) as KubernetesVersion[]) {
          expect(await findSchemaFaults(manifest, version), `${manifest.kind} ${version}`).to.deep.equal([]);
        }
      }
    });

    it(`${name}, by the ConfigMaps and Secrets that its pod wants, then each is there or asked for`, () => {
      const { volumes } = pick(of(name), 'Deployment').spec.template.spec;
      const sources = volumes.flatMap(
        (volume: { projected?: { sources: object[] } }) => volume.projected?.sources ?? [volume],
      );
      const ownMaps = listKind(of(name), 'ConfigMap').map(({ metadata }) => metadata.name);
      for (const { configMap, secret } of sources) {
        if (configMap) expect(ownMaps).to.include(configMap.name);
        if (secret) expect(GIVEN_SECRETS).to.include(secret.secretName);
      }
    });

    it(`${name}, by its provider file, then domi check accepts it`, async () => {
      const folder = mkdtempSync(join(tmpdir(), 'domi-overlay-'));
      try {
        const secret = join(folder, 'secret');
        writeFileSync(secret, 'a-secret');
        const text: string = pick(of(name), 'ConfigMap')['data']['provider-file.yaml'];
        const file = join(folder, 'provider-file.yaml');
        writeFileSync(file, text.replaceAll(/\/run\/secrets\/domi\/domi-apps\/[\w-]+/g, secret));
        const { faults, tenants } = await checkConfiguration({}, file);
        expect(faults).to.deep.equal([]);
        expect(tenants[0]?.providers).to.have.length.greaterThan(0);
      } finally {
        rmSync(folder, { recursive: true });
      }
    });

    it(`${name}, by its namespace, then Pod Security "restricted" is enforced and everything is in it`, () => {
      expect(pick(of(name), 'Namespace').metadata.labels).to.deep.equal({
        'pod-security.kubernetes.io/enforce': 'restricted',
      });
      for (const { kind, metadata } of of(name).filter((manifest) => manifest.kind !== 'Namespace')) {
        expect(metadata, kind).to.include({ namespace: 'domi' });
      }
    });

    it(`${name}, by its labels, then nothing says that Helm manages it`, () => {
      expect(JSON.stringify(of(name))).to.not.match(/helm\.sh|managed-by/);
    });
  }

  it('local, when built, then one pod on localhost with a seal key of its own', () => {
    const { spec } = pick(of('local'), 'Deployment');
    const { env, volumeMounts, image } = spec.template.spec.containers[0];
    const names = env.map(({ name }: { name: string }) => name);
    expect(spec.replicas).to.equal(1);
    expect(image).to.equal('domi:dev');
    expect(env[0]).to.deep.equal({ name: 'OAUTH_HOSTNAME', value: 'http://localhost:8878' });
    expect(names).to.not.include('DOMI_SEAL_KEYS_FILE');
    expect(JSON.stringify([volumeMounts, spec.template.spec.volumes])).to.not.include('seal-keys');
    expect(listKind(of('local'), 'PodDisruptionBudget')).to.deep.equal([]);
  });

  it('production, when built, then the autoscaler owns the replicas and Ingress and network are there', () => {
    const { spec } = pick(of('production'), 'Deployment');
    expect(spec).to.not.have.property('replicas');
    expect(pick(of('production'), 'HorizontalPodAutoscaler').spec.minReplicas).to.equal(3);
    expect(spec.template.spec.containers[0].image).to.match(/^registry\.example\.com\/domi@sha256:/);
    expect(pick(of('production'), 'Ingress').metadata.annotations).to.include({
      'nginx.ingress.kubernetes.io/proxy-next-upstream': 'off',
    });
    const host = pick(of('production'), 'Ingress').spec.rules.map((rule: { host: string }) => rule.host);
    expect(spec.template.spec.containers[0].env[0].value).to.equal(`https://${host}`);
    expect(pick(of('production'), 'NetworkPolicy').spec.policyTypes).to.deep.equal(['Ingress', 'Egress']);
  });
});
