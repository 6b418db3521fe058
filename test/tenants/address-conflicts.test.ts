import { expect } from 'chai';
import fc from 'fast-check';
import { findAddressConflicts } from '../../src/tenants/find-address-conflicts.ts';
import { createTenant, type Tenant } from '../../src/tenants/tenant.ts';
import { createDirectory } from '../../src/tenants/tenant-directory.ts';
import { createTestProvider } from '../helpers/providers.ts';

const WEBHOOK = { path: 'testEvents', secrets: [] } as never;

const createTenants = (...publicUrls: string[]): Tenant[] =>
  publicUrls.map((publicUrl, index) =>
    createTenant({ id: `t${index}`, publicUrl, providers: [createTestProvider({ webhook: WEBHOOK })] }),
  );

const conflictsOf = (...publicUrls: string[]): string[] =>
  findAddressConflicts(createTenants(...publicUrls)).map(
    ({ tenantId, message, keepsAddress }) =>
      `${tenantId} ${message}${keepsAddress ? ', and keeps its own' : ''}`,
  );

describe('addresses of tenants', () => {
  const same: [string, string][] = [
    ['https://d.example.com/acme', 'https://d.example.com/acme'],
    ['https://d.example.com/acme', 'https://D.Example.com/acme/'],
    ['https://d.example.com', 'https://d.example.com:443/'],
    ['https://d.example.com', 'https://d.example.com:80'],
    ['https://meet_ings.example.com', 'https://meet_ings.example.com:80'],
    ['https://d.example.com', 'https://d.example.com.'],
    ['https://d.example.com.:8443/x', 'https://d.example.com:8443/x'],
    ['https://localhost', 'http://localhost'],
  ];
  for (const [first, second] of same) {
    it(`${second}, when ${first} is taken, is a conflict`, () => {
      expect(conflictsOf(first, second)).to.deep.equal(['t1 is already the address of tenants.t0']);
    });
  }

  for (const segment of [
    'dominoTest',
    'dominoTestRefresh',
    'dominoTestRevoke',
    'testCallback',
    'testEvents',
    'index.html',
    'assets',
    'diag',
    'readyz',
    'favicon.ico',
  ]) {
    const above = 'https://d.example.com/x';
    for (const below of [`${above}/${segment}`, `${above}/${segment}/y`]) {
      it(`${below}, when the tenant above answers there and was first, hides it`, () => {
        expect(conflictsOf(above, below)).to.deep.equal([
          `t1 hides ${above}/${segment}, an address of tenants.t0`,
        ]);
      });

      it(`${below}, when it was first, stays, and the tenant above that needs it has the fault`, () => {
        expect(conflictsOf(below, above)).to.deep.equal([
          `t1 needs ${above}/${segment}, where tenants.t0 is already, and keeps its own`,
        ]);
      });
    }
  }

  it('a path that itself ends in Refresh is one like any other', () => {
    const provider = createTestProvider({ path: 'dominoRefresh' });
    const above = createTenant({ id: 'above', publicUrl: 'https://d.example.com', providers: [provider] });
    const below = createTenant({
      id: 'below',
      publicUrl: 'https://d.example.com/dominoRefresh',
      providers: [],
    });
    expect(findAddressConflicts([above, below]).map(({ tenantId }) => tenantId)).to.deep.equal(['below']);
    expect(findAddressConflicts([below, above]).map(({ tenantId }) => tenantId)).to.deep.equal(['above']);
  });

  it('of many below one segment, only the first is named to the tenant above', () => {
    const below = Array.from({ length: 5 }, (_, index) => `https://d.example.com/dominoTest/${index}`);
    expect(conflictsOf(...below, 'https://d.example.com')).to.deep.equal([
      't5 needs https://d.example.com/dominoTest, where tenants.t0 is already, and keeps its own',
    ]);
  });

  it('the health check of the service, which stands below no prefix, is free for nobody', () => {
    expect(conflictsOf('https://d.example.com/readyz', 'https://d.example.com')).to.deep.equal([
      't0 ends in /readyz, the health check of this service: choose another prefix',
    ]);
    expect(conflictsOf('https://d.example.com/x/readyz')).to.deep.equal([]);
  });

  it('other addresses, when they are only near each other, do not conflict', () => {
    expect(
      conflictsOf(
        'https://d.example.com',
        'https://d.example.com/acme',
        'https://d.example.com/acme/emea',
        'https://d.example.com/ACME',
        'https://d.example.com/acmeX',
        'https://d.example.com:8443',
        'https://e.example.com/dominoTest',
        'https://d.example.com/dominoTestX',
      ),
    ).to.deep.equal([]);
  });

  it('whatever they are, a later tenant changes nothing for an earlier one, and no address without a fault is hidden', () => {
    const segment = fc.constantFrom('a', 'b', 'bRefresh', 'bCallback', 'events', 'assets', 'readyz');
    const tenant = fc.record({
      host: fc.constantFrom('d.example.com', 'd.example.com.', 'D.example.com:443'),
      prefix: fc.array(segment, { maxLength: 3 }),
      path: fc.constantFrom('a', 'b', 'c'),
    });
    fc.assert(
      fc.property(fc.array(tenant, { maxLength: 6 }), (drafts) => {
        const tenants = drafts.map(({ host, prefix, path }, index) =>
          createTenant({
            id: `t${index}`,
            publicUrl: `https://${[host, ...prefix].join('/')}`,
            providers: [createTestProvider({ path, callback: `${path}Callback` })],
          }),
        );
        const conflicts = findAddressConflicts(tenants);
        const faulty = new Set(conflicts.map(({ tenantId }) => tenantId));
        const before = findAddressConflicts(tenants.slice(0, -1)).map(({ tenantId }) => tenantId);
        const last = tenants.at(-1)?.id;
        expect([...faulty].filter((id) => id !== last).sort()).to.deep.equal([...new Set(before)].sort());
        const lost = new Set(conflicts.flatMap((one) => (one.keepsAddress ? [] : [one.tenantId])));
        const directory = createDirectory(
          tenants.filter(({ id }) => !lost.has(id)),
          false,
        );
        for (const { id, host, prefix, byPath, byCallback } of tenants.filter((one) => !faulty.has(one.id))) {
          const paths = [...byPath.keys()].flatMap((path) => [path, `${path}Refresh`, `${path}Revoke`]);
          for (const address of ['', ...paths, ...byCallback.keys(), 'diag', 'assets/x', 'index.html'])
            expect(directory.resolve(host, `${prefix}/${address}`)?.tenant.id).to.equal(id);
        }
      }),
    );
  });
});
