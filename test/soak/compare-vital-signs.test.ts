import { expect } from 'chai';
import {
  compareVitalSigns,
  isAtRest,
  keepLeast,
  type Measured,
} from '../../bench/soak/compare-vital-signs.ts';
import { createTally, type PromiseName } from '../../bench/soak/tally.ts';

const BEFORE: Measured = {
  name: 'A',
  heap: 38e6,
  external: 62e6,
  resident: 200e6,
  resources: { TCPSocketWrap: 3, Timeout: 2 },
  descriptors: 28,
};

function listBroken(after: Partial<Measured>): PromiseName[] {
  const tally = createTally(() => undefined);
  compareVitalSigns([BEFORE], [{ ...BEFORE, ...after }], tally);
  expect(isAtRest([BEFORE], [{ ...BEFORE, ...after }])).to.equal(tally.breaches.size === 0);
  return [...tally.breaches.keys()];
}

describe('vital signs of a replica, at the end of a soak', () => {
  for (const [what, after, broken] of [
    ['the same', {}, []],
    ['less', { heap: 30e6, descriptors: 20, resources: {} }, []],
    ['a megabyte of compiled code', { heap: 39e6 }, []],
    ['resident memory that the allocator keeps', { resident: 400e6 }, []],
    ['three megabytes', { heap: 41e6 }, ['heap']],
    ['three megabytes outside of the heap', { external: 65e6 }, ['heap']],
    ['one more timer', { resources: { TCPSocketWrap: 3, Timeout: 3 } }, []],
    ['a timer for each of ten requests', { resources: { TCPSocketWrap: 3, Timeout: 12 } }, ['handles']],
    ['sockets of another kind', { resources: { TCPSocketWrap: 3, Timeout: 2, PipeWrap: 5 } }, ['handles']],
    ['ten descriptors', { descriptors: 38 }, ['descriptors']],
  ] as const) {
    it(`${what}: ${broken.join(', ') || 'holds'}`, () => {
      expect(listBroken(after)).to.deep.equal(broken);
    });
  }

  it('of several moments: the least of each counts', () => {
    const first = { ...BEFORE, heap: 41e6, descriptors: 28 };
    const second = { ...BEFORE, heap: 38e6, descriptors: 33, resources: { Timeout: 1 } };
    const [least] = keepLeast(keepLeast(undefined, [first]), [second]);
    expect(least).to.deep.include({ heap: 38e6, descriptors: 28, resources: { Timeout: 1 } });
  });

  it('descriptors, where nobody can count them, are skipped and not promised', () => {
    const tally = createTally(() => undefined);
    const after = { ...BEFORE, descriptors: undefined };
    compareVitalSigns([after], [after], tally);
    expect([...tally.skipped.keys()]).to.deep.equal(['descriptors']);
    expect(tally.breaches.size).to.equal(0);
  });
});
