import { expect } from 'chai';
import { createRandomPool } from '../../src/random/random-pool.ts';

describe('random pool', () => {
  it('hands out portions of the length that was asked for, none of them twice, over many draws', () => {
    const draw = createRandomPool(12);
    const portions = Array.from({ length: 2000 }, draw);
    expect(portions.every(({ length }) => length === 12)).to.equal(true);
    expect(new Set(portions.map((portion) => portion.toString('hex'))).size).to.equal(2000);
  });

  it('leaves alone what it has handed out, when it draws anew', () => {
    const draw = createRandomPool(8);
    const first = draw();
    const before = first.toString('hex');
    for (let count = 0; count < 1000; count += 1) draw();
    expect(first.toString('hex')).to.equal(before);
  });
});
