import { expect } from 'chai';
import { createTokenMemory } from '../../src/refresh/token-cache.ts';

describe('token memory', () => {
  const LIMITS = { replayMs: 60_000, deadMs: 600_000, replays: 20, entries: 10, octets: 100_000 };

  for (const used of [true, false]) {
    it(`gives no answer again whose successor was presented, however many ${used ? 'used' : 'unused'} ones came between`, () => {
      for (let between = 0; between < 60; between += 1) {
        const memory = createTokenMemory(LIMITS, () => 0);
        memory.keep(['first'], 'sealed', [['first refresh'], ['first access']]);
        for (let number = 0; number < between; number += 1) {
          memory.keep([`${number}`], 'sealed', [[`${number} refresh`], [`${number} access`]]);
          if (used) memory.endParentOf([`${number} refresh`]);
        }
        memory.endParentOf(['first refresh']);
        expect(memory.replay(['first']), `after ${between}`).to.equal(undefined);
      }
    });
  }

  it('gives the newest half of its answers again', () => {
    const memory = createTokenMemory(LIMITS, () => 0);
    for (let number = 0; number < 57; number += 1) {
      memory.keep([`${number}`], `sealed ${number}`, [[`${number} refresh`], [`${number} access`]]);
      for (let kept = Math.max(0, number - 4); kept <= number; kept += 1) {
        expect(memory.replay([`${kept}`])).to.equal(`sealed ${kept}`);
      }
    }
  });
});
