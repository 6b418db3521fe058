import { expect } from 'chai';
import { createInHand } from '../../src/http/in-hand.ts';

describe('what is in hand', () => {
  it('is what was added and not yet removed, in whatever order things end', () => {
    const inHand = createInHand<number>();
    const model = new Set<number>();
    const open: { item: number; place: ReturnType<typeof inHand.add> }[] = [];
    for (let item = 0; item < 2000; item += 1) {
      open.push({ item, place: inHand.add(item) });
      model.add(item);
      if (item % 3 === 0) continue;
      const [ended] = open.splice((item * 7919) % open.length, 1);
      if (ended === undefined) continue;
      inHand.remove(ended.place);
      model.delete(ended.item);
      expect([...inHand.list()].sort((a, b) => a - b)).to.deep.equal([...model].sort((a, b) => a - b));
    }
  });

  it('is not changed by a second removal', () => {
    const inHand = createInHand<string>();
    const [first] = ['a', 'b'].map((item) => inHand.add(item));
    if (first === undefined) throw new Error('nothing was added');
    inHand.remove(first);
    inHand.remove(first);
    expect(inHand.list()).to.deep.equal(['b']);
  });

  it('holds nothing of what was removed, though its place is still held', () => {
    const inHand = createInHand<object>();
    const place = inHand.add({});
    inHand.remove(place);
    expect(place.item).to.equal(undefined);
  });
});
