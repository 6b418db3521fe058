import { expect } from 'chai';
import { findSchemaFaults } from '../helpers/kubernetes-schemas.ts';
import { listKind, type Manifest, renderChart, tryToRender } from '../helpers/render-chart.ts';

const GATEWAY = { name: 'public', namespace: 'gateways' };
const ROUTES = { httpRoute: { enabled: true, parentRefs: [GATEWAY] } };

/** Tenants `t000`, `t001` and so on, each with a host of its own. */
const nameTenants = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `t${String(index).padStart(3, '0')}`);

const renderTenants = (ids: readonly string[], values: object): Promise<Manifest[]> =>
  renderChart({
    values: {
      publicUrl: '',
      config: {
        tenants: Object.fromEntries(
          ids.map((id) => [id, { publicUrl: `https://${id}.domi.example.com/x`, providers: { zoom: {} } }]),
        ),
      },
      ...values,
    },
  });

/** What of a kind is another one, new or gone: names. */
function listChanges(kind: string, before: readonly Manifest[], after: readonly Manifest[]): string[] {
  const index = (all: readonly Manifest[]): Map<string, string> =>
    new Map(listKind(all, kind).map((one) => [one.metadata.name, JSON.stringify(one)]));
  const [old, fresh] = [index(before), index(after)];
  return [...new Set([...old.keys(), ...fresh.keys()])].filter((name) => old.get(name) !== fresh.get(name));
}

const listHosts = (all: readonly Manifest[]): string[] =>
  listKind(all, 'HTTPRoute').flatMap(({ spec }) => spec.hostnames as string[]);

describe('the hosts of many tenants in the chart', function () {
  this.timeout(60_000);

  for (const count of [1, 16, 17, 100, 300]) {
    it(`${count} hosts, when routed, then each is in one route of at most 16`, async () => {
      const all = await renderTenants(nameTenants(count), ROUTES);
      expect(listHosts(all).sort()).to.deep.equal(nameTenants(count).map((id) => `${id}.domi.example.com`));
      for (const { spec } of listKind(all, 'HTTPRoute')) expect(spec.hostnames).to.have.length.within(1, 16);
      if (count <= 16)
        expect(listKind(all, 'HTTPRoute').map(({ metadata }) => metadata.name)).to.eql(['domi']);
    });
  }

  for (const id of ['aaa', 'm', 'zzz']) {
    it(`100 hosts and ${id}, when it comes and when it goes, then one route changes, or one splits in two`, async () => {
      const [before, after] = [
        await renderTenants(nameTenants(100), ROUTES),
        await renderTenants([...nameTenants(100), id], ROUTES),
      ];
      expect(listChanges('HTTPRoute', before, after)).to.have.length.within(1, 3);
      const kept = listKind(before, 'HTTPRoute').filter(
        ({ metadata }) => !listChanges('HTTPRoute', before, after).includes(metadata.name),
      );
      expect(kept.length).to.be.at.least(listKind(before, 'HTTPRoute').length - 1);
    });
  }

  it('more and more hosts, one at a time over the limit of a route, then no other route is touched', async () => {
    let before = await renderTenants(nameTenants(15), ROUTES);
    for (let count = 16; count <= 22; count += 1) {
      const after = await renderTenants(nameTenants(count), ROUTES);
      const gone = listChanges('HTTPRoute', before, after).filter((name) =>
        listKind(before, 'HTTPRoute').some(({ metadata }) => metadata.name === name),
      );
      expect(gone, `${count} hosts`).to.have.length(1);
      before = after;
    }
  });

  it('an Ingress for each host, with one tenant more, then one Ingress comes and none changes', async () => {
    const values = {
      ingress: {
        enabled: true,
        perHost: true,
        tls: [{ secretName: '{host}-tls' }],
        annotations: { 'cert-manager.io/cluster-issuer': 'letsencrypt' },
      },
    };
    const before = await renderTenants(nameTenants(20), values);
    const after = await renderTenants([...nameTenants(20), 'aaa'], values);
    const [name, ...others] = listChanges('Ingress', before, after);
    expect(others).to.deep.equal([]);
    const made = listKind(after, 'Ingress').find(({ metadata }) => metadata.name === name);
    expect(name).to.match(/^domi-aaa-domi-example-com-[0-9a-f]{10}$/);
    expect(made?.spec.tls).to.deep.equal([
      { hosts: ['aaa.domi.example.com'], secretName: 'aaa.domi.example.com-tls' },
    ]);
    expect(made?.spec.rules.map(({ host }: { host: string }) => host)).to.deep.equal([
      'aaa.domi.example.com',
    ]);
    expect(made?.metadata.annotations?.['cert-manager.io/cluster-issuer']).to.equal('letsencrypt');
  });

  it('a wildcard certificate and one of a customer, for an Ingress each, then each has what covers it', async () => {
    const all = await renderChart({
      values: {
        publicUrl: '',
        config: { existingConfigMaps: ['tenants'] },
        hosts: ['a.domi.example.com', 'b.domi.example.com', 'meet.customer.example'],
        ingress: {
          enabled: true,
          perHost: true,
          tls: [
            { secretName: 'wildcard', hosts: ['*.domi.example.com'] },
            { secretName: '{host}', hosts: ['meet.customer.example'] },
          ],
        },
      },
    });
    const wildcard = [{ hosts: ['*.domi.example.com'], secretName: 'wildcard' }];
    expect(listKind(all, 'Ingress').map(({ spec }) => spec.tls)).to.have.deep.members([
      wildcard,
      wildcard,
      [{ hosts: ['meet.customer.example'], secretName: 'meet.customer.example' }],
    ]);
  });

  it('one Ingress for all hosts, with a certificate for each, then an entry for each, so that none waits for another', async () => {
    const all = await renderTenants(nameTenants(3), {
      ingress: { enabled: true, tls: [{ secretName: '{host}-tls' }] },
    });
    const [ingress] = listKind(all, 'Ingress');
    expect(ingress?.spec.tls).to.have.length(3);
    expect(ingress?.spec.tls[1]).to.deep.equal({
      hosts: ['t001.domi.example.com'],
      secretName: 't001.domi.example.com-tls',
    });
  });

  it('listeners for 40 hosts, when rendered, then each route belongs to the ListenerSet of its hosts, valid by their schemas', async () => {
    const values = { httpRoute: { enabled: true, listenerSet: { enabled: true, gateway: GATEWAY } } };
    const all = await renderTenants(nameTenants(40), values);
    const sets = new Map(listKind(all, 'ListenerSet').map((one) => [one.metadata.name, one]));
    expect(sets.size).to.be.greaterThan(2);
    for (const route of listKind(all, 'HTTPRoute')) {
      const [parent, ...others] = route.spec.parentRefs;
      expect(others).to.deep.equal([]);
      expect(parent).to.include({ kind: 'ListenerSet', name: route.metadata.name });
      const { spec } = sets.get(parent.name) as Manifest;
      expect(spec.listeners.map(({ hostname }: { hostname: string }) => hostname)).to.deep.equal(
        route.spec.hostnames,
      );
      expect(spec.listeners[0].tls.certificateRefs).to.deep.equal([
        { name: `${route.spec.hostnames[0]}-tls` },
      ]);
      expect(await findSchemaFaults(route, '1.36')).to.deep.equal([]);
    }
    for (const set of sets.values()) expect(await findSchemaFaults(set, '1.36')).to.deep.equal([]);
  });

  it('a wildcard host, as listener, route and Ingress, then names that Kubernetes takes', async () => {
    const all = await renderChart({
      values: {
        publicUrl: 'https://a.domi.example.com',
        hosts: ['*.domi.example.com'],
        httpRoute: { enabled: true, perHost: true, listenerSet: { enabled: true, gateway: GATEWAY } },
        ingress: { enabled: true, perHost: true, tls: [{ secretName: '{host}-tls' }] },
      },
    });
    const names = ['HTTPRoute', 'ListenerSet', 'Ingress'].flatMap((kind) =>
      listKind(all, kind).map(({ metadata }) => metadata.name),
    );
    expect(names).to.have.length(3);
    for (const name of names) expect(name).to.match(/^domi-any-domi-example-com-[0-9a-f]{10}$/);
    const [set] = listKind(all, 'ListenerSet');
    expect(set?.spec.listeners[0]).to.deep.include({
      name: 'wildcard.domi.example.com',
      hostname: '*.domi.example.com',
    });
    expect(listKind(all, 'Ingress')[0]?.spec.tls[0].secretName).to.equal('wildcard.domi.example.com-tls');
  });

  it('a long release and long hosts, with an object for each, then all names differ and fit', async () => {
    const values = {
      fullnameOverride: 'a-very-long-name-of-a-release-of-this-chart-46',
      hosts: nameTenants(30).map((id) => `${'long-'.repeat(10)}x.${id}.example.com`),
      config: { existingConfigMaps: ['tenants'] },
      publicUrl: '',
      ingress: { enabled: true, perHost: true },
    };
    const names = listKind(await renderChart({ values }), 'Ingress').map(({ metadata }) => metadata.name);
    expect(new Set(names).size).to.equal(30);
    for (const name of names) expect(name).to.match(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
  });

  const closed = { publicUrl: '', config: { existingConfigMaps: ['tenants'] } };
  for (const [what, values] of [
    ['an IPv4 address', { publicUrl: 'https://10.0.0.5' }],
    ['an IPv4 address with a port', { publicUrl: 'https://10.0.0.5:8443' }],
    ['an IPv6 address', { publicUrl: 'https://[2001:db8::5]' }],
    ['an IPv4 address in hosts', { ...closed, hosts: ['domi.example.com', '192.0.2.1'] }],
    ['an empty label', { publicUrl: 'https://domi..example.com' }],
    ['a label of 64 characters', { ...closed, hosts: [`${'a'.repeat(64)}.example.com`] }],
    ['a label that ends in a hyphen', { ...closed, hosts: ['domi-.example.com'] }],
    ['a wildcard in the middle', { ...closed, hosts: ['domi.*.example.com'] }],
  ] as const) {
    it(`${what}, for Ingress or HTTPRoute, then a sentence in place of an object that Kubernetes refuses`, async () => {
      for (const way of [{ ingress: { enabled: true } }, ROUTES]) {
        const { code, stdout, stderr } = await tryToRender({ values: { ...values, ...way } });
        expect(code).to.not.equal(0);
        expect(stdout).to.equal('');
        expect(stderr).to.match(/is an IP address|is no host name|must be an address|hosts/);
        expect(stderr).to.not.include('executing "');
      }
    });
  }

  it('an IP address without Ingress and HTTPRoute, when rendered, then it is nobody else who must resolve it', async () => {
    expect((await tryToRender({ values: { publicUrl: 'https://10.0.0.5' } })).code).to.equal(0);
  });
});
