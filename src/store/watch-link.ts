import { STORE_BUDGET } from '../time/budgets.ts';
import type { Availability } from './availability.ts';
import { CONNECT_TIMEOUT } from './client-options.ts';
import { isCannotServe, NO_REPLY } from './read-reason.ts';
import { runScript } from './run-script.ts';
import { PROBE } from './scripts.ts';
import { buildProbeKeys } from './store-keys.ts';
import type { StoreLink } from './store-link.ts';

/** Probes a link as long as it lasts, and decides when it is over. */
export interface LinkWatch {
  readonly over: Promise<LinkEnd>;
  /** A request has failed, so the store is down until a probe succeeds where that request failed. */
  failed(reason: string, key: string | undefined): void;
  /**
   * Something failed that may have reasons of its own: a probe decides, now. While the store is down, only the place where a
   * request failed tells whether it is back.
   */
  suspect(key: string | undefined): void;
  end(reason: string): void;
}

export interface LinkEnd {
  readonly reason: string;
  /** Whether it has ever worked. */
  readonly hasServed: boolean;
  /** A key of the request that failed last, if any. */
  readonly failedKey: string | undefined;
}

/** Milliseconds between two probes while all is well: they find a connection that is dead or leads to a replica. */
const IDLE_PAUSE = 1000;

/** Milliseconds between two probes while the store is down. */
const DOWN_PAUSE = 500;

/** How many probes in a row may get no reply before the connection counts as dead: its server may be gone for good. */
const MAX_UNANSWERED = 4;

/** @param lastFailedKey where the link before this one failed: in a cluster, other slots may work */
export function watchLink(
  link: StoreLink,
  availability: Availability,
  lastFailedKey: string | undefined,
): LinkWatch {
  let endReason: string | undefined;
  let hasServed = false;
  /** Whether the last probe succeeded. */
  let works = false;
  let isSuspected = false;
  let failures = 0;
  let failedKey = lastFailedKey;
  let suspectedKey: string | undefined;
  let isIdle = false;
  let wake = (): void => undefined;

  function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, milliseconds).unref();
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  function end(reason: string): void {
    endReason ??= reason;
    wake();
  }
  link.ended.then(end);

  /** @returns whether it got a reply in time, be it an error */
  async function probe(key: string | undefined, budget: number): Promise<boolean> {
    const failuresBefore = failures;
    // A slow store counts as down, so a probe gets the budget of a request.
    const outcome = await runScript(link, { script: PROBE, keys: buildProbeKeys(key) }, budget);
    works = 'reply' in outcome;
    if ('fault' in outcome) {
      if (failures === failuresBefore) failedKey = key;
      availability.fall(outcome.fault);
      if (isCannotServe(outcome.fault)) end(outcome.fault);
      return outcome.fault !== NO_REPLY;
    }
    hasServed = true;
    // A request that failed in the meantime knows better.
    if (failures === failuresBefore && endReason === undefined) availability.rise();
    return true;
  }

  async function idle(): Promise<void> {
    isIdle = true;
    await pause(IDLE_PAUSE);
    isIdle = false;
    if (isSuspected || !availability.isUp || endReason !== undefined) return;
    await checkPlace();
  }

  async function checkPlace(): Promise<void> {
    const fault = await link.findFault?.();
    if (fault !== undefined) end(fault);
  }

  /** What requests leave alone, since it goes up and down, still gets renewals and outcomes: they must not get lost there. */
  async function waitForNextProbe(): Promise<void> {
    await pause(DOWN_PAUSE);
    if (works && endReason === undefined) await checkPlace();
  }

  async function watch(): Promise<LinkEnd> {
    let unanswered = 0;
    // The first probe has to load the script.
    let budget = CONNECT_TIMEOUT;
    while (endReason === undefined) {
      const isTrial = isSuspected && availability.isUp;
      if (isTrial) isSuspected = false;
      unanswered = (await probe(isTrial ? suspectedKey : failedKey, budget)) ? 0 : unanswered + 1;
      if (unanswered >= MAX_UNANSWERED) end(NO_REPLY);
      if (endReason === undefined && availability.isUp && !isSuspected) await idle();
      if (endReason === undefined && !availability.isUp) await waitForNextProbe();
      budget = availability.isUp && !isSuspected ? CONNECT_TIMEOUT : STORE_BUDGET;
    }
    return { reason: endReason, hasServed, failedKey };
  }

  return {
    over: watch(),
    failed(reason, key) {
      failures += 1;
      failedKey = key;
      if (isCannotServe(reason)) end(reason);
      else if (isIdle) wake();
    },
    suspect(key) {
      suspectedKey = key;
      isSuspected = true;
      if (isIdle) wake();
    },
    end,
  };
}
