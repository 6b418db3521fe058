import { expect } from 'chai';
import fc from 'fast-check';
import type { Registration } from '../../src/oauth/registration.ts';
import { createBulkheads, UNDIVIDED } from '../../src/upstream/bulkheads.ts';
import { createTestProvider } from '../helpers/providers.ts';

const LIMITS = { callsPerOrigin: 2048, freePerCallOfTenant: 3, freePerCallOfProvider: 7 };
const ORIGIN = 'https://zoom.example.com';

const registration = (tenantId: string, id = 'zoom'): Registration => ({
  tenantId,
  provider: createTestProvider({ id }),
});

/** @returns functions that release the places that were taken until none was left */
function takeAll(enter: () => () => void): (() => void)[] {
  const taken: (() => void)[] = [];
  try {
    for (;;) taken.push(enter());
  } catch {
    return taken;
  }
}

describe('places at an origin', () => {
  it('a tenant that is alone, when its endpoint hangs, gets an eighth for one provider and a quarter for all', () => {
    const bulkheads = createBulkheads(LIMITS);
    expect(takeAll(() => bulkheads.enter(registration('a'), ORIGIN))).to.have.length(256);
    const more = ['teams', 'webex', 'gotomeeting'].flatMap((id) =>
      takeAll(() => bulkheads.enter(registration('a', id), ORIGIN)),
    );
    expect(more).to.have.length(256);
    expect(takeAll(() => bulkheads.enter(registration('a'), 'https://other.example.com'))).to.have.length(
      256,
    );
  });

  it('the only tenant of an installation gets all of them, and each again when it is released', () => {
    const bulkheads = createBulkheads({ ...LIMITS, ...UNDIVIDED });
    const taken = takeAll(() => bulkheads.enter(registration('a'), ORIGIN));
    expect(taken).to.have.length(2048);
    for (const release of taken) release();
    expect(takeAll(() => bulkheads.enter(registration('a'), ORIGIN))).to.have.length(2048);
  });

  it('thirty tenants take all that they can get: another one still gets several', () => {
    const bulkheads = createBulkheads(LIMITS);
    for (let tenant = 0; tenant < 30; tenant += 1)
      takeAll(() => bulkheads.enter(registration(`hog${tenant}`), ORIGIN));
    expect(takeAll(() => bulkheads.enter(registration('quiet'), ORIGIN)).length).to.be.above(4);
  });

  it('however places are taken and released: none is lost, none is given twice, and a newcomer gets the first free one', () => {
    const most = 32;
    const step = fc.record({
      tenant: fc.integer({ min: 0, max: 11 }),
      provider: fc.constantFrom('zoom', 'webex'),
      releases: fc.boolean(),
      which: fc.nat(),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300 }), (steps) => {
        const bulkheads = createBulkheads({ ...LIMITS, callsPerOrigin: most });
        const held: { readonly tenant: number; readonly release: () => void }[] = [];
        for (const { tenant, provider, releases, which } of steps) {
          if (releases && held.length > 0) {
            held.splice(which % held.length, 1)[0]?.release();
            continue;
          }
          const isNew = !held.some((place) => place.tenant === tenant);
          const isFree = held.length < most;
          let release: (() => void) | undefined;
          try {
            release = bulkheads.enter(registration(`t${tenant}`, provider), ORIGIN);
          } catch {
            expect(isNew && isFree, 'a newcomer is refused although a place is free').to.equal(false);
          }
          if (release) held.push({ tenant, release });
          expect(held.length).to.be.at.most(most);
          for (let other = 0; other < 12; other += 1) {
            expect(held.filter((place) => place.tenant === other).length).to.be.at.most(most / 4);
          }
        }
        for (const { release } of held) release();
        expect(takeAll(() => bulkheads.enter(registration('a'), ORIGIN))).to.have.length(most / 8);
      }),
    );
  });
});
