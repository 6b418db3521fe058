import { setTimeout as elapse } from 'node:timers/promises';
import { expect } from 'chai';
import type { Dispatcher } from 'undici';
import { SYSTEM_CLOCK } from '../../src/time/clock.ts';
import { UndiciExchange } from '../../src/upstream/undici-exchange.ts';

describe('an exchange of undici', () => {
  const { monotonic } = SYSTEM_CLOCK;
  const controller = { abort: () => undefined } as unknown as Dispatcher.DispatchController;

  it('refuses to be written a second time, so that no token is presented twice', () => {
    const exchange = new UndiciExchange(
      { budget: 1000, sendWithin: 1000, monotonic, isForwarded: false },
      { resolve: () => undefined, reject: () => undefined },
    );
    exchange.onRequestStart(controller);
    expect(() => exchange.onRequestStart(controller)).to.throw('not to be written');
    exchange.onResponseError(controller, new Error('over'));
  });

  it('refuses to be written when nobody waits for it any more', async () => {
    const failures: Error[] = [];
    const exchange = new UndiciExchange(
      { budget: 1000, sendWithin: 1, monotonic, isForwarded: false },
      {
        resolve: () => undefined,
        reject: (error) => failures.push(error),
      },
    );
    while (failures.length === 0) await elapse(5);
    expect(() => exchange.onRequestStart(controller)).to.throw('not to be written');
    expect(failures.map(({ message }) => message)).to.deep.equal(['no connection in time']);
  });

  it('refuses to be written when it is too late, also when the timer has not said so yet', () => {
    const failures: Error[] = [];
    let elapsed = 0;
    const exchange = new UndiciExchange(
      { budget: 90_000, sendWithin: 60_000, monotonic: () => elapsed, isForwarded: false },
      {
        resolve: () => undefined,
        reject: (error) => failures.push(error),
      },
    );
    // The process stood still meanwhile.
    elapsed = 60_001;
    expect(() => exchange.onRequestStart(controller)).to.throw('not to be written');
    expect(failures.map(({ message }) => message)).to.deep.equal(['no connection in time']);
  });
});
