import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { CHART, type Manifest, pick, renderChart } from '../helpers/render-chart.ts';

const BUILT_IN = parse(readFileSync(join(CHART, 'files', 'provider-hosts.yaml'), 'utf8')) as Record<
  string,
  string[]
>;

const render = (more: object, byHost = 'cilium'): Promise<Manifest[]> =>
  renderChart({ values: { networkPolicy: { enabled: true, byHost }, ...more } });

const listNames = (manifests: Manifest[]): string[] =>
  pick(manifests, 'CiliumNetworkPolicy').spec.egress[1].toFQDNs.map(
    (one: { matchName?: string; matchPattern?: string }) => one.matchName ?? one.matchPattern,
  );

describe('a network that is open by host', function () {
  this.timeout(60_000);

  it('either plugin, when rendered, then no way by address beside it, and DNS stays open', async () => {
    for (const byHost of ['cilium', 'calico']) {
      const all = await render({}, byHost);
      const policy = all.find(({ apiVersion, kind }) =>
        `${apiVersion}/${kind}`.startsWith('networking.k8s.io'),
      );
      expect(JSON.stringify(policy?.spec.egress)).to.include('"port":53').and.not.include('0.0.0.0/0');
    }
  });

  it('records that extend others, or have endpoints of their own, when rendered, then the hosts of both', async () => {
    const providers = {
      gcc: { extends: 'teams', clientId: { value: 'i' }, clientSecret: { env: 'S' } },
      own: {
        extends: 'zoom',
        tokenEndpoint: 'https://{region}.login.example:8443/token',
        clientId: { value: 'i' },
        clientSecret: { env: 'S' },
      },
    };
    expect(listNames(await render({ config: { providers } }))).to.deep.equal([
      '*.login.example',
      'login.microsoftonline.com',
      'zoom.us',
    ]);
  });

  it('provider files that exist already, when rendered, then the hosts of all built-in records', async () => {
    const names = listNames(await render({ config: { existingConfigMaps: ['tenants'] } }));
    expect(names).to.deep.equal([...new Set(Object.values(BUILT_IN).flat())].sort());
  });
});
