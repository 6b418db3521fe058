import { expect } from 'chai';
import { createInFlightCount } from '../../src/limits/in-flight-count.ts';

describe('the count of what is in flight', () => {
  it('a key, when its bound is reached, takes no more until one is removed', () => {
    const counts = createInFlightCount();
    expect([counts.add('a', 2), counts.add('a', 2), counts.add('a', 2)]).to.deep.equal([true, true, false]);
    expect(counts.add('b', 2), 'another key').to.equal(true);
    counts.remove('a');
    expect([counts.add('a', 2), counts.add('a', 2)]).to.deep.equal([true, false]);
  });

  it('a key, when nothing of it is in flight, is forgotten', () => {
    const counts = createInFlightCount();
    for (let index = 0; index < 1000; index += 1) {
      counts.add(`address ${index}`, 1);
      counts.remove(`address ${index}`);
    }
    expect(counts.size).to.equal(0);
  });
});
