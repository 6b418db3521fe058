import { expect } from 'chai';
import { createDeliveryMemory } from '../../src/webhooks/delivery-memory.ts';

const MINUTE = 60_000;

describe('the memory of deliveries', () => {
  let now = 0;
  beforeEach(() => {
    now = 0;
  });
  const remember = () => createDeliveryMemory(undefined, () => now);

  it('keeps a delivery for as long as a signature from the future is valid, and no longer', async () => {
    const memory = remember();
    expect(await memory.claim('a')).to.equal(true);
    // Five minutes ahead on arrival, and then valid for five more.
    now = 10 * MINUTE - 1;
    expect(await memory.claim('a')).to.equal(false);
    now = 10 * MINUTE;
    expect(await memory.claim('a')).to.equal(true);
  });

  it('takes a delivery again that was let go, and no other one', async () => {
    const memory = remember();
    for (const name of ['a', 'b']) await memory.claim(name);
    await memory.release('a');
    expect(await memory.claim('a')).to.equal(true);
    expect(await memory.claim('b')).to.equal(false);
  });

  it('forgets the oldest delivery after 10,000 others, and keeps the rest', async () => {
    const memory = remember();
    for (let index = 0; index <= 10_000; index += 1) await memory.claim(`delivery ${index}`);
    expect(await memory.claim('delivery 10000')).to.equal(false);
    expect(await memory.claim('delivery 1')).to.equal(false);
    expect(await memory.claim('delivery 0')).to.equal(true);
  });
});
