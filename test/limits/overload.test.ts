import { expect } from 'chai';
import { createOverload, THRESHOLDS } from '../../src/limits/overload.ts';
import type { Purpose } from '../../src/limits/purpose.ts';
import { isDomiError } from '../../src/oauth/errors.ts';
import type { ShedEvent } from '../../src/observability/events.ts';

const PURPOSES: readonly Purpose[] = ['page', 'token', 'signIn'];

describe('overload', () => {
  let delay: number;
  let events: ShedEvent[];
  beforeEach(() => {
    delay = 0;
    events = [];
  });
  const create = () =>
    createOverload({ standingDelay: () => delay, maxInHand: 100, observe: (event) => events.push(event) });

  function isAccepted(overload: ReturnType<typeof create>, purpose: Purpose): boolean {
    try {
      overload.enter(purpose)();
      return true;
    } catch (error) {
      expect(isDomiError(error) && [error.code, error.status]).to.deep.equal(['overloaded', 503]);
      expect((error as { headers: object }).headers).to.deep.equal({ 'Retry-After': '5' });
      return false;
    }
  }
  const accepted = (overload: ReturnType<typeof create>): Purpose[] =>
    PURPOSES.filter((purpose) => isAccepted(overload, purpose));

  it('refuses pages first, then refreshes, sign-ins that have begun last, and nobody when it is over', () => {
    const overload = create();
    const steps: [number, Purpose[]][] = [
      [0, ['page', 'token', 'signIn']],
      [99, ['page', 'token', 'signIn']],
      [100, ['token', 'signIn']],
      [249, ['token', 'signIn']],
      [250, ['signIn']],
      [999, ['signIn']],
      [1000, []],
      [20, ['page', 'token', 'signIn']],
    ];
    for (const [milliseconds, expected] of steps) {
      delay = milliseconds;
      expect(accepted(overload), String(milliseconds)).to.deep.equal(expected);
    }
    expect(new Set(events.map(({ cause }) => cause))).to.deep.equal(new Set(['event_loop']));
  });

  it('refuses in the same order by requests in hand, and counts none that it has refused', () => {
    const overload = create();
    const held: (() => void)[] = [];
    const fill = (count: number): void => {
      while (held.length < count) held.push(overload.enter('signIn'));
    };
    const steps: [number, Purpose[]][] = [
      [49, ['page', 'token', 'signIn']],
      [50, ['token', 'signIn']],
      [75, ['signIn']],
      [90, []],
    ];
    for (const [count, expected] of steps) {
      fill(count);
      for (let time = 0; time < 3; time += 1)
        expect(accepted(overload), String(count)).to.deep.equal(expected);
    }
    for (const leave of held) leave();
    expect(accepted(overload)).to.deep.equal(PURPOSES);
    expect(events).to.deep.include({ purpose: 'page', cause: 'in_hand' });
  });

  it('keeps the order for every purpose, so that nothing is refused before what matters less', () => {
    const rows = PURPOSES.map((purpose) => THRESHOLDS[purpose]);
    for (const [index, row] of rows.slice(1).entries()) {
      expect(row.delay).to.be.above(rows[index]?.delay ?? 0);
      expect(row.inHand).to.be.above(rows[index]?.inHand ?? 0);
    }
    expect(THRESHOLDS.signIn.inHand).to.be.below(1);
  });
});
