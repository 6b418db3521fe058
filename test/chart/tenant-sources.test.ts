import { expect } from 'chai';
import { listKind, type Manifest, pick, renderChart } from '../helpers/render-chart.ts';

const CONFIG = { publicUrl: '', apps: {} };

/** The sources of a projected volume, an optional one with a question mark. */
function listSources(manifests: readonly Manifest[], name: string): string[] {
  const { volumes } = pick(manifests, 'Deployment').spec.template.spec;
  const { projected } = volumes.find((volume: { name: string }) => volume.name === name);
  return projected.sources.map(
    ({ configMap, secret }: Record<string, { name: string; optional?: boolean }>) => {
      const source = configMap ?? secret;
      return `${configMap ? 'ConfigMap' : 'Secret'} ${source?.name}${source?.optional ? '?' : ''}`;
    },
  );
}

describe('sources of tenants in the chart', function () {
  this.timeout(30_000);

  it('may come later, when they are named in advance as optional', async () => {
    const manifests = await renderChart({
      values: {
        ...CONFIG,
        config: {
          existingConfigMaps: ['first', { name: 'later', optional: true }, { name: 'second' }],
          existingSecrets: [{ name: 'hidden', optional: true }, 'needed'],
        },
      },
    });
    expect(listSources(manifests, 'config')).to.deep.equal([
      'ConfigMap domi-config',
      'ConfigMap first',
      'ConfigMap later?',
      'ConfigMap second',
      'Secret hidden?',
      'Secret needed',
    ]);
  });

  it('of a build are its shards: the first must be there, since a pod without tenants would be of a single one', async () => {
    const manifests = await renderChart({
      values: { ...CONFIG, config: { builtTenants: { name: 'customers', shards: 3 } } },
    });
    expect(listSources(manifests, 'config').slice(1)).to.deep.equal([
      'ConfigMap customers-000',
      'ConfigMap customers-001?',
      'ConfigMap customers-002?',
    ]);
    expect(listSources(manifests, 'tenant-bundles')).to.deep.equal([
      'Secret customers-secrets-000?',
      'Secret customers-secrets-001?',
      'Secret customers-secrets-002?',
    ]);
    // Each bundle has secrets of many tenants, so the rule is there without a word about it.
    const [{ env }] = pick(manifests, 'Deployment').spec.template.spec.containers;
    expect(env).to.deep.include({ name: 'DOMI_TENANT_SECRETS', value: '/run/secrets/domi-tenants' });
  });

  it('of a build have their bundles where tenantSecrets.folder says', async () => {
    const manifests = await renderChart({
      values: {
        ...CONFIG,
        config: { builtTenants: { name: 'customers' } },
        tenantSecrets: { folder: '/mnt/bundles' },
      },
    });
    const [{ env, volumeMounts }] = pick(manifests, 'Deployment').spec.template.spec.containers;
    expect(volumeMounts).to.deep.include({
      name: 'tenant-bundles',
      mountPath: '/mnt/bundles',
      readOnly: true,
    });
    expect(env).to.deep.include({ name: 'DOMI_TENANT_SECRETS', value: '/mnt/bundles' });
  });
});

describe('the recipe with a sidecar', function () {
  this.timeout(30_000);
  let manifests: Manifest[];
  before(async () => {
    manifests = await renderChart({ scenario: 'sidecar' });
  });

  const spec = (): Manifest => pick(manifests, 'Deployment').spec.template.spec;
  const collectors = (): { env: { name: string; value: string }[]; volumeMounts: { name: string }[] }[] => [
    spec()['initContainers'][0],
    spec()['containers'].find(({ name }: { name: string }) => name === 'collect'),
  ];
  const service = () => spec()['containers'].find(({ name }: { name: string }) => name === 'domi');
  const read = (container: { env: { name: string; value: string }[] }, name: string) =>
    container.env.find((variable) => variable.name === name)?.value;

  it('collects once before the service starts, and follows changes beside it', () => {
    expect(collectors().map((container) => read(container, 'METHOD'))).to.deep.equal(['LIST', 'WATCH']);
    for (const container of collectors()) {
      expect(read(container, 'RESOURCE')).to.equal('both');
      expect(read(container, 'UNIQUE_FILENAMES')).to.equal('false');
    }
  });

  it('writes where the service reads, and the service cannot write there', () => {
    const folder = read(service(), 'DOMI_CONFIG');
    for (const container of collectors()) {
      expect(read(container, 'FOLDER')).to.equal(folder);
      expect(container.volumeMounts).to.deep.include({ name: 'collected', mountPath: '/var/lib/domi' });
    }
    expect(service().volumeMounts).to.deep.include({
      name: 'collected',
      mountPath: '/var/lib/domi',
      readOnly: true,
    });
    expect(folder).to.match(/^\/var\/lib\/domi\//);
  });

  it("finds the chart's own file and each tenant by one label", () => {
    const [first] = collectors();
    const label = first && read(first, 'LABEL');
    const found = listKind(manifests, 'ConfigMap').filter(
      ({ metadata }) => (label ?? '') in (metadata.labels ?? {}),
    );
    expect(found.map(({ metadata }) => metadata.name)).to.deep.equal(['domi-config', 'tenant-acme']);
    const { template } = pick(manifests, 'ExternalSecret').spec.target;
    expect(template.metadata.labels).to.have.property(label ?? '');
    const folder = template.metadata.annotations[(first && read(first, 'FOLDER_ANNOTATION')) ?? ''];
    expect(folder).to.equal(`${read(service(), 'DOMI_TENANT_SECRETS')}/acme`);
  });

  it('may read ConfigMaps and Secrets of its namespace and nothing else, and the service may not', () => {
    expect(pick(manifests, 'Role').rules).to.deep.equal([
      { apiGroups: [''], resources: ['configmaps', 'secrets'], verbs: ['get', 'list', 'watch'] },
    ]);
    const { roleRef, subjects } = pick(manifests, 'RoleBinding');
    expect(roleRef.name).to.equal(pick(manifests, 'Role').metadata.name);
    expect(subjects).to.deep.equal([
      { kind: 'ServiceAccount', name: spec()['serviceAccountName'], namespace: 'mail' },
    ]);
    expect(spec()['automountServiceAccountToken']).to.equal(false);
    const mountsOf = ({ volumeMounts }: { volumeMounts: { name: string }[] }) =>
      volumeMounts.map(({ name }) => name);
    expect(mountsOf(service())).to.not.include('api-access');
    for (const container of collectors()) expect(mountsOf(container)).to.include('api-access');
  });
});
