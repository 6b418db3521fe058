import { expect } from 'chai';
import { createCredentialOrder } from '../../src/grants/credential-order.ts';
import { createTestProvider, listSecrets } from '../helpers/providers.ts';

const MINUTE = 60_000;

describe('the order of client credentials', () => {
  const provider = createTestProvider({ clientCredentials: listSecrets('one', 'two', 'three') });

  it('begins with the one that served last', () => {
    const order = createCredentialOrder(() => 0);
    expect(order.list(provider)).to.deep.equal([0, 1, 2]);
    order.remember(provider, 2);
    expect(order.list(provider)).to.deep.equal([2, 0, 1]);
    order.remember(provider, 0);
    expect(order.list(provider)).to.deep.equal([0, 1, 2]);
  });

  it('tries the first one again every ten minutes, however often the other one serves', () => {
    let now = 0;
    const order = createCredentialOrder(() => now);
    const firsts: number[] = [];
    for (let minute = 0; minute < 25; minute += 1) {
      now = minute * MINUTE;
      if (order.list(provider)[0] === 0) firsts.push(minute);
      order.remember(provider, 1);
    }
    expect(firsts).to.deep.equal([0, 10, 20]);
  });

  it('knows nothing of the same secrets in another configuration', () => {
    const order = createCredentialOrder(() => 0);
    order.remember(provider, 1);
    expect(
      order.list(createTestProvider({ clientCredentials: listSecrets('one', 'two', 'three') })),
    ).to.deep.equal([0, 1, 2]);
  });
});
