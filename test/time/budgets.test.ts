import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { CONNECT_TIMEOUT } from '../../src/store/client-options.ts';
import {
  DRAIN_BUDGET,
  FIRST_PAUSE,
  GRANT_BUDGET,
  HAND_OVER_TIME,
  LEASE_TIME,
  LONGEST_PAUSE,
  NOTES_TIMEOUT,
  OUTPUT_BUDGET,
  RECONNECT_PAUSE,
  RENEWALS,
  SEND_BUDGET,
  STORE_BUDGET,
  TELEMETRY_BUDGET,
  THREAD_END_BUDGET,
} from '../../src/time/budgets.ts';

const CHART = join(import.meta.dirname, '..', '..', 'helm', 'domi');

describe('time budgets', () => {
  it('of a grant ends before Notes gives up, with seconds to spare for two networks', () => {
    expect(GRANT_BUDGET).to.be.at.most(NOTES_TIMEOUT - 5000);
  });

  it('of a drain outlasts a grant', () => {
    expect(DRAIN_BUDGET).to.be.above(GRANT_BUDGET);
  });

  it('of a drain and of what is left of telemetry and log fit into the grace period of the chart', () => {
    const values = readFileSync(join(CHART, 'values.yaml'), 'utf8');
    const read = (name: string): number =>
      Number(new RegExp(`^${name}: (\\d+)`, 'm').exec(values)?.[1]) * 1000;
    const end = THREAD_END_BUDGET + DRAIN_BUDGET + TELEMETRY_BUDGET + OUTPUT_BUDGET;
    expect(read('preStopSleepSeconds') + end).to.be.at.most(read('terminationGracePeriodSeconds'));
  });

  it('of a lease leaves a waiting client most of its grant after a replica that died', () => {
    expect(LEASE_TIME + LONGEST_PAUSE).to.be.below(GRANT_BUDGET / 2);
    expect(RENEWALS).to.be.at.least(2);
  });

  it('of a lease outlasts the loss of the store for an instant: a pause, a connection and the next renewal', () => {
    expect(RECONNECT_PAUSE + CONNECT_TIMEOUT).to.be.below(LEASE_TIME - LEASE_TIME / RENEWALS);
  });

  it('of a client that takes an answer is what the table of connections says', () => {
    const settings = readFileSync(join(CHART, '..', '..', 'docs', 'settings.md'), 'utf8');
    expect(settings).to.include(`| answer that is ready | ${SEND_BUDGET / 1000} s | destroyed |`);
  });

  it('of the store is short beside every look at it, and a hand-over outlasts several looks', () => {
    expect(FIRST_PAUSE).to.be.at.most(STORE_BUDGET);
    expect(STORE_BUDGET).to.be.at.most(100);
    expect(HAND_OVER_TIME).to.be.at.least(6 * (LONGEST_PAUSE + STORE_BUDGET));
  });
});
