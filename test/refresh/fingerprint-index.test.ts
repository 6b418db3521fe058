import { createHash } from 'node:crypto';
import { expect } from 'chai';
import fc from 'fast-check';
import { createFingerprintIndex, type Digest, toDigest } from '../../src/refresh/fingerprint-index.ts';

const SLOTS = 12;
const digest = (text: string): Digest => toDigest(createHash('sha256').update(text).digest('base64url'));

describe('an index of fingerprints', () => {
  it('finds what a list of slots would find, whatever is set and cleared', () => {
    const steps = fc.array(
      fc.record({
        slot: fc.nat(SLOTS - 1),
        token: fc.constantFrom('a', 'b', 'c', 'd', 'e', undefined),
        hidden: fc.nat(SLOTS - 1),
      }),
      { maxLength: 100 },
    );
    fc.assert(
      fc.property(steps, (list) => {
        const index = createFingerprintIndex(SLOTS);
        /** In the order in which they were set. */
        let model: { readonly slot: number; readonly token: string }[] = [];
        for (const { slot, token, hidden } of list) {
          model = model.filter((entry) => entry.slot !== slot);
          if (token === undefined) index.clear(slot);
          else {
            index.set(slot, digest(token));
            model.push({ slot, token });
            expect(index.read(slot).equals(digest(token))).to.equal(true);
          }
          for (const sought of ['a', 'b', 'c', 'd', 'e']) {
            const expected = model.findLast((entry) => entry.token === sought && entry.slot !== hidden);
            expect(index.find(digest(sought), (each) => each !== hidden)).to.equal(expected?.slot);
          }
        }
      }),
    );
  });

  it('finds each of many thousands', () => {
    const index = createFingerprintIndex(50_000);
    for (let slot = 0; slot < 50_000; slot += 1) index.set(slot, digest(`${slot}`));
    for (let slot = 0; slot < 50_000; slot += 1) {
      expect(index.find(digest(`${slot}`), () => true)).to.equal(slot);
    }
    expect(index.find(digest('none'), () => true)).to.equal(undefined);
  });
});
