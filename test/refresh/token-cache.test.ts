import { expect } from 'chai';
import { createTokenCache } from '../../src/refresh/token-cache.ts';

describe('token cache', () => {
  const LIMITS = { replayMs: 60_000, deadMs: 600_000, replays: 20, entries: 10, bytes: 100_000 };

  for (const used of [true, false]) {
    it(`gives no answer again whose successor was presented, however many ${used ? 'used' : 'unused'} ones came between`, () => {
      for (let between = 0; between < 60; between += 1) {
        const cache = createTokenCache(LIMITS, () => 0);
        cache.keep(['first'], { sealed: 'sealed', successors: [['first refresh'], ['first access']] });
        for (let number = 0; number < between; number += 1) {
          cache.keep([`${number}`], {
            sealed: 'sealed',
            successors: [[`${number} refresh`], [`${number} access`]],
          });
          if (used) cache.endParentOf([`${number} refresh`]);
        }
        cache.endParentOf(['first refresh']);
        expect(cache.replay(['first']), `after ${between}`).to.equal(undefined);
      }
    });
  }

  it('gives the newest half of its answers again', () => {
    const cache = createTokenCache(LIMITS, () => 0);
    for (let number = 0; number < 57; number += 1) {
      cache.keep([`${number}`], {
        sealed: `sealed ${number}`,
        successors: [[`${number} refresh`], [`${number} access`]],
      });
      for (let kept = Math.max(0, number - 4); kept <= number; kept += 1) {
        expect(cache.replay([`${kept}`])).to.equal(`sealed ${kept}`);
      }
    }
  });
});
