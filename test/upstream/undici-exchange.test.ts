import { setTimeout as elapse } from 'node:timers/promises';
import { expect } from 'chai';
import type { Dispatcher } from 'undici';
import { UndiciExchange } from '../../src/upstream/undici-exchange.ts';

describe('an exchange of undici', () => {
  const controller = { abort: () => undefined } as unknown as Dispatcher.DispatchController;

  it('refuses to be written a second time, so that no token is presented twice', () => {
    const exchange = new UndiciExchange(
      { budget: 1000, isForwarded: false },
      { resolve: () => undefined, reject: () => undefined },
    );
    exchange.onRequestStart(controller);
    expect(() => exchange.onRequestStart(controller)).to.throw('not to be written');
    exchange.onResponseError(controller, new Error('over'));
  });

  it('refuses to be written when nobody waits for it any more', async () => {
    const failures: Error[] = [];
    const exchange = new UndiciExchange(
      { budget: 1, isForwarded: false },
      {
        resolve: () => undefined,
        reject: (error) => failures.push(error),
      },
    );
    while (failures.length === 0) await elapse(5);
    expect(() => exchange.onRequestStart(controller)).to.throw('not to be written');
    expect(failures.map(({ message }) => message)).to.deep.equal(['no connection in time']);
  });
});
