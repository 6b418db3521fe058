import { expect } from 'chai';
import { createSoonestExpiries, type ExpiringProvider } from '../../src/config/build/soonest-expiries.ts';

const at = (clientCredentialsExpireAt: number, id = 'zoom'): ExpiringProvider => ({
  id,
  clientCredentialsExpireAt,
});

describe('soonest expiries', () => {
  it('are kept in their order, however they come, and the later ones dropped', () => {
    const expiries = createSoonestExpiries(3);
    for (const time of [50, 20, 40, 10, 30]) expiries.add(`t${time}`, at(time));
    expect(expiries.list().map(({ tenantId }) => tenantId)).to.deep.equal(['t10', 't20', 't30']);
  });

  it('at the same time are those that came first', () => {
    const expiries = createSoonestExpiries(2);
    for (const tenant of ['a', 'b', 'c']) expiries.add(tenant, at(7, tenant));
    expect(expiries.list().map(({ providerId }) => providerId)).to.deep.equal(['a', 'b']);
  });

  it('of an app that tenants share are one, also when it is the last that has room', () => {
    const expiries = createSoonestExpiries(1);
    const shared = at(7);
    for (const tenant of ['a', 'b', 'c']) expiries.add(tenant, shared);
    expect(expiries.list()).to.deep.equal([{ tenantId: undefined, providerId: 'zoom', at: 7 }]);
  });

  it('are as many as there are when one was pushed out and comes again', () => {
    const expiries = createSoonestExpiries(1);
    const late = at(9);
    expiries.add('a', late);
    expiries.add('b', at(5));
    expiries.add('c', late);
    expect(expiries.list().map(({ tenantId }) => tenantId)).to.deep.equal(['b']);
  });

  it('are none without a date', () => {
    const expiries = createSoonestExpiries(1);
    expiries.add('a', { id: 'zoom' });
    expect(expiries.list()).to.deep.equal([]);
  });
});
