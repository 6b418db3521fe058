import { expect } from 'chai';
import fc from 'fast-check';
import { createFairPool } from '../../src/refresh/fair-pool.ts';

const PLACES = 40;
const LIFETIME = 10;

/** What a tenant does, and how long after the step before. */
const steps = fc.array(
  fc.record({
    tenant: fc.constantFrom('a', 'b', 'c', 'd'),
    size: fc.integer({ min: 1, max: 12 }),
    act: fc.constantFrom('take', 'take', 'take', 'release', 'sweep'),
    pause: fc.constantFrom(0, 0, 0, 1, 12),
  }),
  { maxLength: 200 },
);

interface Lot {
  readonly tenant: string;
  readonly first: number;
  readonly size: number;
}

describe('a pool of places', () => {
  it('never gives a place twice, never forgets one, and leaves each tenant its share, whatever happens', () => {
    fc.assert(
      fc.property(steps, (list) => {
        let now = 0;
        const pool = createFairPool({ places: PLACES, lifetime: LIFETIME }, () => now);
        /** In the order in which they were taken. */
        let lots: Lot[] = [];
        const listPlaces = ({ first }: Lot): number[] => {
          const places: number[] = [];
          for (let place: number | undefined = first; place !== undefined; place = pool.next(place))
            places.push(place);
          return places;
        };
        const countOf = (tenant: string): number =>
          lots.filter((lot) => lot.tenant === tenant).reduce((sum, { size }) => sum + size, 0);

        for (const { tenant, size, act, pause } of list) {
          now += pause;
          // What has expired counts until it is swept, but is never found.
          if (pause > LIFETIME) pool.sweep();
          lots = lots.filter(({ first }) => pool.isHeld(first));
          if (act === 'sweep') pool.sweep();
          if (act === 'release') {
            const lot = lots.find((each) => each.tenant === tenant);
            if (lot) pool.release(lot.first);
            lots = lots.filter((each) => each !== lot);
          }
          if (act !== 'take') continue;
          const before = new Map(['a', 'b', 'c', 'd'].map((each) => [each, countOf(each)]));
          const first = pool.take(tenant, size);
          const gone = lots.filter((lot) => !pool.isHeld(lot.first) || lot.first === first);
          lots = lots.filter((lot) => !gone.includes(lot));
          for (const lot of gone) {
            const share = PLACES / 4;
            // Who was not over a quarter has lost nothing to another tenant.
            if (lot.tenant !== tenant) expect(before.get(lot.tenant)).to.be.above(share);
          }
          // A quarter is never refused.
          if (size <= PLACES / 4) expect(first).to.not.equal(undefined);
          if (first !== undefined) lots.push({ tenant, first, size });
          const all = lots.flatMap(listPlaces);
          expect(new Set(all).size).to.equal(all.length);
          expect(all.length).to.equal(lots.reduce((sum, lot) => sum + lot.size, 0));
          expect(pool.countTaken()).to.be.within(all.length, PLACES);
        }
        now += LIFETIME;
        pool.sweep();
        expect(pool.countTaken()).to.equal(0);
        expect(pool.take('a', PLACES)).to.not.equal(undefined);
      }),
      { numRuns: 300 },
    );
  });
});
