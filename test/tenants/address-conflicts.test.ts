import { expect } from 'chai';
import { findAddressConflicts } from '../../src/tenants/address-conflicts.ts';
import { createTenant } from '../../src/tenants/tenant.ts';
import { createTestProvider } from '../helpers/providers.ts';

const conflictsOf = (...publicUrls: string[]): string[] =>
  findAddressConflicts(
    publicUrls.map((publicUrl, index) =>
      createTenant({ id: `t${index}`, publicUrl, providers: [createTestProvider()] }),
    ),
  ).map(({ tenantId, message }) => `${tenantId} ${message}`);

describe('addresses of tenants', () => {
  const same: [string, string][] = [
    ['https://d.example.com/acme', 'https://d.example.com/acme'],
    ['https://d.example.com/acme', 'https://D.Example.com/acme/'],
    ['https://d.example.com', 'https://d.example.com:443/'],
    ['https://d.example.com', 'https://d.example.com:80'],
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
    'assets',
    'diag',
  ]) {
    it(`a prefix of ${segment}, when the tenant above answers there, hides it`, () => {
      const hidden = `hides https://d.example.com/x/${segment}, an address of tenants.t1`;
      expect(conflictsOf(`https://d.example.com/x/${segment}`, 'https://d.example.com/x')).to.deep.equal([
        `t0 ${hidden}`,
      ]);
      expect(conflictsOf(`https://d.example.com/x/${segment}/y`, 'https://d.example.com/x')).to.deep.equal([
        `t0 ${hidden}`,
      ]);
    });
  }

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
});
