import { setImmediate } from 'node:timers/promises';
import { expect } from 'chai';
import { collectGarbage } from '../../src/process/collect-garbage.ts';
import { createExpiringMap, type ExpiringMapLimits } from '../../src/refresh/expiring-map.ts';

describe('expiring map', () => {
  let now: number;
  const create = (limits: Partial<ExpiringMapLimits> = {}) =>
    createExpiringMap<string>({ lifetime: 1000, entries: 100, ...limits }, () => now);
  const listKept = (map: ReturnType<typeof create>, keys: readonly string[]): string[] =>
    keys.filter((key) => map.get(key) !== undefined);

  beforeEach(() => {
    now = 5000;
  });

  it('gives what was set, when its time is not over, and nothing from that moment on, swept or not', () => {
    const map = create();
    map.set('a', 'A');
    now += 999;
    expect(map.get('a')).to.equal('A');
    now += 1;
    expect(map.get('a')).to.equal(undefined);
    map.sweep();
    expect(map.get('a')).to.equal(undefined);
  });

  it('counts the time anew, when a key is set again, and a sweep leaves it alone', () => {
    const map = create();
    map.set('a', 'A');
    now += 600;
    map.set('a', 'B');
    now += 600;
    map.sweep();
    expect(map.get('a')).to.equal('B');
  });

  it('has a key again, when it was deleted and set before its first time was over', () => {
    const map = create();
    map.set('a', 'A');
    map.delete('a');
    expect(map.get('a')).to.equal(undefined);
    map.set('a', 'B');
    now += 500;
    map.sweep();
    expect(map.get('a')).to.equal('B');
  });

  it('keeps the newest half of what it may hold, and never more than that', () => {
    const map = create({ entries: 10 });
    const keys = Array.from({ length: 57 }, (_, index) => `k${index}`);
    for (const [index, key] of keys.entries()) {
      map.set(key, key);
      const set = keys.slice(0, index + 1);
      const kept = listKept(map, set);
      expect(kept).to.deep.equal(set.slice(-kept.length));
      expect(kept).to.have.lengthOf.within(Math.min(5, set.length), 10);
    }
  });

  it('gives the newer value of a key whose older one still lies in the older half, and deletes both', () => {
    const map = create({ entries: 4 });
    for (const key of ['a', 'b', 'c']) map.set(key, key);
    map.set('a', 'A');
    expect(map.get('a')).to.equal('A');
    map.delete('a');
    expect(map.get('a')).to.equal(undefined);
  });

  it('holds nothing any more, when it was swept for two lifetimes after the last was set', async () => {
    const map = createExpiringMap<object>({ lifetime: 1000, entries: 100 }, () => now);
    const held = ((): WeakRef<object> => {
      const value = { secret: true };
      map.set('a', value);
      return new WeakRef(value);
    })();
    // A WeakRef holds its target until the job is over.
    await setImmediate();
    collectGarbage();
    expect(held.deref(), 'while it is kept').to.not.equal(undefined);
    for (let sweep = 0; sweep < 2; sweep += 1) {
      now += 1000;
      map.sweep();
    }
    await setImmediate();
    collectGarbage();
    expect(held.deref()).to.equal(undefined);
  });

  it('does as a plain model does, when thousands of things happen', () => {
    const map = create({ entries: 20_000 });
    let model: { key: string; value: string; until: number }[] = [];
    let seed = 1;
    const draw = (below: number): number => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (let step = 0; step < 20_000; step += 1) {
      const key = `k${draw(1500)}`;
      const value = 'x'.repeat(draw(4));
      now += draw(3);
      const isSet = draw(10) < 8;
      model = model.filter((entry) => entry.key !== key && entry.until > now);
      if (isSet) {
        map.set(key, value);
        model.push({ key, value, until: now + 1000 });
      } else map.delete(key);
      if (step % 50 === 0) map.sweep();
      const probe = `k${draw(1500)}`;
      const expected = model.find((entry) => entry.key === probe && entry.until > now)?.value;
      expect(map.get(probe), `step ${step}`).to.equal(expected);
    }
  });
});
