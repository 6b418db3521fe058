import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { listKind, type Manifest, pick, renderChart, tryToRender } from '../helpers/render-chart.ts';

const SNAPSHOT = join(import.meta.dirname, 'default-manifests.yaml');

describe('the chart with the least values', function () {
  this.timeout(60_000);

  let manifests: Manifest[];
  before(async () => {
    manifests = await renderChart({});
  });

  it('the manifests, against those that were agreed on, then the same', async () => {
    const { stdout } = await tryToRender({});
    if (process.env['UPDATE_SNAPSHOT'] === 'true') writeFileSync(SNAPSHOT, stdout);
    expect(stdout, 'meant? UPDATE_SNAPSHOT=true npx mocha test/chart/defaults.test.ts').to.equal(
      readFileSync(SNAPSHOT, 'utf8'),
    );
  });

  it('what is off, then absent', () => {
    expect(manifests.map(({ kind }) => kind).sort()).to.deep.equal([
      'ConfigMap',
      'ConfigMap',
      'Deployment',
      'Pod',
      'PodDisruptionBudget',
      'Service',
      'Service',
      'ServiceAccount',
    ]);
    const { containers, volumes } = pick(manifests, 'Deployment').spec.template.spec;
    const names = containers[0].env.map(({ name }: { name: string }) => name);
    expect(
      names.filter((name: string) => /OTEL|PROXY|PROXIES|STORE|TLS|PEM|CA_CERTS/.test(name)),
    ).to.deep.equal([]);
    expect(volumes.map(({ name }: { name: string }) => name)).to.deep.equal([
      'config',
      'seal-keys',
      'secret-0',
    ]);
  });

  it('one replica, in numbers or as the most of the autoscaler, then no disruption budget that blocks drains', async () => {
    for (const values of [
      { replicaCount: 1 },
      { autoscaling: { enabled: true, minReplicas: 1, maxReplicas: 1 } },
    ]) {
      expect(listKind(await renderChart({ values }), 'PodDisruptionBudget')).to.deep.equal([]);
    }
    const none = await renderChart({ values: { podDisruptionBudget: { minAvailable: 0 } } });
    expect(pick(none, 'PodDisruptionBudget').spec).to.include({ minAvailable: 0 });
    const growing = { replicaCount: 1, autoscaling: { enabled: true, minReplicas: 1, maxReplicas: 3 } };
    expect(listKind(await renderChart({ values: growing }), 'PodDisruptionBudget')).to.have.length(1);
  });

  it('one tenant more, in shards, then no other tenant changes its shard', async () => {
    const render = async (count: number): Promise<Map<string, string>> => {
      const tenants = Object.fromEntries(
        Array.from({ length: count }, (_, index) => [
          `tenant-${index}`,
          { publicUrl: `https://t${index}.example.com`, providers: { zoom: {} } },
        ]),
      );
      const all = await renderChart({ values: { publicUrl: '', config: { tenants, tenantShards: 4 } } });
      const shards = listKind(all, 'ConfigMap').filter(({ metadata }) => metadata.name.includes('-tenants-'));
      const places = shards.flatMap(({ metadata, data }) =>
        [...String(Object.values(data)[0]).matchAll(/^ {2}(tenant-\d+):$/gm)].map(
          ([, id = '']) => [id, metadata.name] as const,
        ),
      );
      return new Map(places);
    };
    const [before, after] = [await render(30), await render(31)];
    expect(before.size).to.equal(30);
    expect(after.size).to.equal(31);
    for (const [id, shard] of before) expect(after.get(id), id).to.equal(shard);
  });
});
