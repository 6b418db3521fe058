import { expect } from 'chai';
import { createTokenCache, type TokenCacheLimits } from '../../src/refresh/token-cache.ts';
import { createFingerprint, type Names } from '../../src/sealing/fingerprint.ts';
import { CALL_BUDGET } from '../../src/time/budgets.ts';

const LIMITS: TokenCacheLimits = {
  replayMs: 60_000,
  deadMs: 600_000,
  supersededMs: 86_400_000,
  replays: 20,
  entries: 10,
  supersededEntries: 100,
  bytes: 100 * 1024,
  longest: 32 * 1024,
};

const fingerprint = createFingerprint([{ id: 'test', secret: Buffer.alloc(32, 3) }]);
const name = (token: string): Names => fingerprint(['token', 'acme', 'zoom'], token);
const respond = (token: string, length = 3000) => ({
  sealed: token.padEnd(length, '.'),
  successors: [name(`${token} refresh`), name(`${token} access`)],
});

describe('token cache', () => {
  for (const used of [true, false]) {
    it(`gives no answer again whose successor was presented, however many ${used ? 'used' : 'unused'} ones came between`, () => {
      for (let between = 0; between < 60; between += 1) {
        const cache = createTokenCache(LIMITS, () => 0);
        cache.keep('acme', name('first'), respond('first'));
        for (let number = 0; number < between; number += 1) {
          cache.keep('acme', name(`${number}`), respond(`${number}`));
          if (used) cache.endParentOf(name(`${number} refresh`));
        }
        cache.endParentOf(name('first refresh'));
        expect(cache.replay(name('first')), `after ${between}`).to.equal(undefined);
      }
    });
  }

  it('gives the newest answers again that fit into its memory, byte for byte', () => {
    const cache = createTokenCache({ ...LIMITS, replays: 100 }, () => 0);
    for (let number = 0; number < 200; number += 1) {
      // Of every length around the size of a block.
      const length = 1 + ((number * 911) % 4096);
      expect(cache.keep('acme', name(`${number}`), respond(`${number}`, length))).to.equal('kept');
      for (let kept = Math.max(0, number - 20); kept <= number; kept += 5) {
        const expected = `${kept}`.padEnd(1 + ((kept * 911) % 4096), '.');
        expect(cache.replay(name(`${kept}`))).to.equal(expected);
      }
    }
  });

  it('keeps the answer of a tenant, however many and however large answers another one has', () => {
    const cache = createTokenCache(LIMITS, () => 0);
    cache.keep('small', name('lost'), respond('lost'));
    for (let number = 0; number < 1000; number += 1) {
      const length = number % 2 ? 30_000 : 500;
      cache.keep('big', name(`${number}`), respond(`${number}`, length));
    }
    expect(cache.replay(name('lost'))).to.match(/^lost\.{2996}$/);
    expect(cache.measure().responseBytes).to.be.within(50 * 1024, LIMITS.bytes);
  });

  it('takes memory back from the tenant that has most when another one needs its share', () => {
    const cache = createTokenCache(LIMITS, () => 0);
    for (let number = 0; number < 100; number += 1)
      cache.keep('big', name(`${number}`), respond(`${number}`));
    for (let number = 0; number < 16; number += 1) {
      expect(cache.keep('late', name(`late ${number}`), respond(`late ${number}`))).to.equal('kept');
    }
    for (let number = 0; number < 16; number += 1) {
      expect(cache.replay(name(`late ${number}`)), `late ${number}`).to.not.equal(undefined);
    }
    expect(cache.replay(name('99'))).to.not.equal(undefined);
    expect(cache.replay(name('70'))).to.equal(undefined);
  });

  it('does not keep an answer that is too large, and lets it evict nothing', () => {
    const cache = createTokenCache(LIMITS, () => 0);
    cache.keep('acme', name('first'), respond('first'));
    expect(cache.keep('acme', name('large'), respond('large', LIMITS.longest + 1))).to.equal('too_large');
    expect(cache.replay(name('large'))).to.equal(undefined);
    expect(cache.replay(name('first'))).to.not.equal(undefined);
  });

  it('says why an answer is not given again', () => {
    let now = 0;
    const cache = createTokenCache({ ...LIMITS, replays: 1 }, () => now);
    const keep = (token: string, length?: number): void => {
      cache.supersede('acme', name(token));
      cache.keep('acme', name(token), respond(token, length));
    };
    for (const token of ['used', 'often', 'old']) keep(token);
    keep('large', 40_000);
    cache.endParentOf(name('used access'));
    cache.replay(name('often'));
    cache.replay(name('often'));
    expect(cache.findSuperseded(name('used'))).to.equal('successor_used');
    expect(cache.findSuperseded(name('often'))).to.equal('too_often');
    expect(cache.findSuperseded(name('large'))).to.equal('not_kept');
    now = LIMITS.replayMs;
    expect(cache.findSuperseded(name('old'))).to.equal('expired');
    expect(cache.findSuperseded(name('unknown'))).to.equal(undefined);
    now = LIMITS.supersededMs;
    expect(cache.findSuperseded(name('used'))).to.equal(undefined);
  });

  it('knows the spent tokens of a tenant, however many another one has', () => {
    const cache = createTokenCache(LIMITS, () => 0);
    for (let number = 0; number < 50; number += 1) cache.supersede('small', name(`small ${number}`));
    for (let number = 0; number < 5000; number += 1) cache.supersede('big', name(`big ${number}`));
    for (let number = 0; number < 50; number += 1) {
      expect(cache.findSuperseded(name(`small ${number}`)), `small ${number}`).to.not.equal(undefined);
    }
    expect(cache.findSuperseded(name('big 4999'))).to.not.equal(undefined);
    expect(cache.measure().supersededTokens).to.equal(LIMITS.supersededEntries);
  });

  it('holds a token in doubt for the length of a call after it was seen at another replica', () => {
    let now = 0;
    const cache = createTokenCache(LIMITS, () => now);
    cache.doubt(name('first'));
    now = 10_000;
    expect(cache.doubtLeft(name('first'))).to.equal(CALL_BUDGET - 10_000);
    cache.doubt(name('first'));
    now = 10_000 + CALL_BUDGET - 1;
    expect(cache.doubtLeft(name('first'))).to.equal(1);
    expect(cache.measure().tokensInDoubt).to.equal(1);
    now = 10_000 + CALL_BUDGET;
    expect(cache.doubtLeft(name('first'))).to.equal(0);
    expect(cache.measure().tokensInDoubt).to.equal(0);
    cache.doubt(name('first'));
    cache.endDoubt(name('first'));
    expect(cache.doubtLeft(name('first'))).to.equal(0);
  });
});
