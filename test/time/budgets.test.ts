import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { CONNECT_TIMEOUT } from '../../src/store/client-options.ts';
import {
  CALL_BUDGET,
  DRAIN_BUDGET,
  FIRST_PAUSE,
  GRANT_BUDGET,
  HAND_OVER_TIME,
  LATE_ANSWER_TIME,
  LEASE_TIME,
  LEAST_ANSWER_TIME,
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
import { CONNECT_TIMEOUTS } from '../../src/upstream/connection-limits.ts';

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

  it('of an answer is left to a client that waits for a replica that died, with time for a connection', () => {
    const left = GRANT_BUDGET - LEASE_TIME - LONGEST_PAUSE - LEAST_ANSWER_TIME;
    expect(left).to.be.at.least(CONNECT_TIMEOUTS.connect + CONNECT_TIMEOUTS.secureConnect);
  });

  it('of an answer is what nearly all answers take, or else there is an alert', () => {
    const alerts = readFileSync(join(CHART, 'files', 'alerts.yaml'), 'utf8');
    const [, seconds] =
      /alert: DomiProviderSlow\n.*\n.*domi_provider_request_duration_seconds_bucket.* > (\d+)\n/.exec(
        alerts,
      ) ?? [];
    expect(LEAST_ANSWER_TIME).to.be.at.least(Number(seconds) * 1000);
  });

  it('of a call lasts for as long as a token may be in doubt, and no shutdown waits for that', () => {
    expect(CALL_BUDGET).to.equal(GRANT_BUDGET + LATE_ANSWER_TIME);
    expect(CALL_BUDGET).to.be.above(DRAIN_BUDGET);
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
