import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'chai';
import { SYSTEM_CLOCK } from '../../src/time/clock.ts';
import { type EventLoopDelay, measureEventLoopDelay } from '../../src/time/event-loop-delay.ts';
import { waitFor } from '../helpers/service-process.ts';

describe('the delay of the event loop', () => {
  let measured: EventLoopDelay;
  beforeEach(() => {
    measured = measureEventLoopDelay(SYSTEM_CLOCK);
  });
  afterEach(() => measured.stop());

  function block(milliseconds: number): void {
    const until = performance.now() + milliseconds;
    while (performance.now() < until);
  }

  it('stands while every turn is long, and is gone at once when one is short', async () => {
    for (let turn = 0; turn < 10; turn += 1) {
      block(200);
      await delay(0);
    }
    expect(measured.standing()).to.be.within(100, 2000);
    await waitFor(() => measured.standing() < 50);
  });

  it('does not stand after a single long turn, however long', async () => {
    await delay(100);
    block(800);
    await delay(0);
    expect(measured.standing()).to.be.below(100);
    await delay(100);
    expect(measured.standing()).to.be.below(100);
  });
});
