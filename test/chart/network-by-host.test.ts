import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { CHART, type Manifest, pick, renderChart } from '../helpers/render-chart.ts';

const BUILT_IN = parse(readFileSync(join(CHART, 'files', 'provider-hosts.yaml'), 'utf8')) as Record<
  string,
  { hosts: string[] }
>;

/** As Cilium reads `*`, which stands for no dot. */
const matches = (pattern: string, host: string): boolean =>
  new RegExp(`^${pattern.replaceAll('.', '[.]').replaceAll('*', '[-a-zA-Z0-9_]*')}$`).test(host);

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
      '*.*.login.example',
      '*.login.example',
      'login.microsoftonline.com',
      'zoom.us',
    ]);
  });

  it('provider files that exist already, when rendered, then the hosts of all built-in records', async () => {
    const names = listNames(await render({ config: { existingConfigMaps: ['tenants'] } }));
    const hosts = new Set(Object.values(BUILT_IN).flatMap(({ hosts: all }) => all));
    expect(hosts.delete('accounts.zoho.{dc}')).to.equal(true);
    const zoho = names.filter((name) => name.includes('.zoho.'));
    expect(names).to.deep.equal([...hosts, ...zoho].sort());
    expect(zoho).to.deep.equal([
      'accounts.zoho.*',
      'accounts.zoho.co.*',
      'accounts.zoho.com',
      'accounts.zoho.com.*',
    ]);
  });

  it('a data centre whose name has a dot, when a tenant of a file may be there, then a pattern matches its host, and none that of a stranger', async () => {
    const names = listNames(await render({ config: { existingConfigMaps: ['tenants'] } }));
    const isOpen = (host: string): boolean => names.some((pattern) => matches(pattern, host));
    for (const dc of ['com', 'eu', 'in', 'jp', 'com.au', 'com.cn'])
      expect(isOpen(`accounts.zoho.${dc}`), dc).to.equal(true);
    expect(isOpen('accounts.zoho.attacker.example')).to.equal(false);
  });

  const zoho = { clientId: { value: 'i' }, clientSecret: { env: 'S' } };

  for (const [what, values, expected] of [
    [
      'the default of the record, when nothing sets it',
      { apps: { 'zoho-meeting': { existingSecret: 's' } } },
      ['accounts.zoho.com'],
    ],
    [
      'a root record',
      {
        apps: { 'zoho-meeting': { existingSecret: 's' } },
        config: { providers: { 'zoho-meeting': { variables: { dc: 'com.au' } } } },
      },
      ['accounts.zoho.com.au'],
    ],
    [
      'a record that extends another one',
      {
        config: {
          providers: {
            'zoho-meeting': { ...zoho, variables: { dc: 'eu' } },
            india: { ...zoho, extends: 'zoho-meeting', path: 'a', callback: 'b', variables: { dc: 'in' } },
            same: { ...zoho, extends: 'india', path: 'c', callback: 'd' },
          },
        },
      },
      ['accounts.zoho.eu', 'accounts.zoho.in'],
    ],
    [
      'tenants',
      {
        publicUrl: '',
        apps: null,
        config: {
          providers: { 'zoho-meeting': { ...zoho, variables: { dc: 'eu' } } },
          tenants: {
            a: {
              publicUrl: 'https://a.example',
              providers: { 'zoho-meeting': { ...zoho, variables: { dc: 'com.cn' } } },
            },
            b: {
              publicUrl: 'https://b.example',
              providers: {
                own: { ...zoho, extends: 'zoho-meeting', path: 'a', callback: 'b', variables: { dc: 'JP' } },
              },
            },
            c: { publicUrl: 'https://c.example', providers: { 'zoho-meeting': {} } },
          },
        },
      },
      ['accounts.zoho.com.cn', 'accounts.zoho.eu', 'accounts.zoho.jp'],
    ],
  ] as const) {
    it(`a variable in a host, set by ${what}, when rendered, then the host that is called`, async () => {
      expect(listNames(await render(values)).filter((name) => name.includes('.zoho.'))).to.deep.equal(
        expected,
      );
    });
  }
});
