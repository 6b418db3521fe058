import type { Probe } from '../check/list-probes.ts';
import type { ProbeResult } from '../check/prober.ts';
import type { ProbedAppEvent, ProbeEvent, ProbeVerdict } from '../observability/events.ts';
import type { Tenant } from '../tenants/tenant.ts';
import type { Clock } from '../time/clock.ts';
import { askApp } from './ask-app.ts';
import { listApps, type ProbedApp } from './list-apps.ts';
import type { ProbeLedger } from './probe-ledger.ts';

/** Asks again and again, for every app, whether its provider accepts its credentials. */
export interface StandingProbe {
  /** Takes the apps of a configuration in; those that stay keep their schedule. Never throws. */
  adopt(tenants: readonly Tenant[]): Promise<void>;
  /** Asks no more. What is under way is abandoned, so nothing waits for it. */
  stop(): void;
}

/** Milliseconds. */
export interface ProbeTimes {
  /** Between two probes of an app whose credentials are accepted. */
  readonly period: number;
  /** Between two probes of an app whose credentials are refused, or whose provider does not answer. */
  readonly recheck: number;
  /** Until another replica, which is asking now, has probably finished. */
  readonly busy: number;
  /** From the start until the first probe at the earliest: starts and roll-outs need the network for users. */
  readonly settle: number;
  /** Over which first probes are spread. */
  readonly spread: number;
  /** Between the begins of two probes: at most one app in that time. */
  readonly pace: number;
}

export const PROBE_TIMES = {
  recheck: 300_000,
  busy: 10_000,
  settle: 60_000,
  spread: 60_000,
  pace: 1000,
} as const;

export interface StandingProbeParts {
  readonly ask: (probe: Probe) => Promise<ProbeResult>;
  readonly ledger: ProbeLedger;
  readonly digest: (text: string) => string;
  readonly clock: Pick<Clock, 'monotonic'>;
  /** From 0 to 1. */
  readonly random: () => number;
  readonly times: ProbeTimes;
  /** Only observe, and never throw. */
  readonly observe: (event: ProbeEvent) => void;
  readonly observeEnd: (event: ProbedAppEvent) => void;
}

/** A provider that hangs must not hold up the others. */
const MAX_IN_FLIGHT = 4;
/** Milliseconds: longer than the calls for an app usually take. */
const LEASE = 60_000;
/** Share of a time that is added at random, so that replicas and apps do not fall into step. */
const JITTER = 0.1;

interface ScheduledApp {
  /** As the newest configuration has it. */
  app: ProbedApp;
  /** On the monotonic clock. */
  dueAt: number;
  isInFlight: boolean;
}

export function createStandingProbe(parts: StandingProbeParts): StandingProbe {
  const { ask, ledger, digest, clock, random, times, observe, observeEnd } = parts;
  const startedAt = clock.monotonic();
  let schedule = new Map<string, ScheduledApp>();
  let isStopped = false;
  let inFlight = 0;
  let adoptions = 0;

  const describe = ({ key, tenantId, providerId }: ProbedApp): ProbedAppEvent => ({
    app: key,
    tenantId,
    providerId,
  });
  const isCurrent = (entry: ScheduledApp): boolean => !isStopped && schedule.get(entry.app.key) === entry;

  /** @returns milliseconds until the app is due again */
  async function probe(entry: ScheduledApp): Promise<number> {
    const { app } = entry;
    const claim = await ledger.claim(app.key, LEASE);
    if (claim.kind === 'busy') return times.busy;
    if (claim.kind === 'known') {
      if (isCurrent(entry)) observe({ ...describe(app), verdict: claim.verdict, answer: undefined });
      // After a step back of the store's clock, what it holds lasts longer than it should.
      return Math.min(claim.freshMs, chooseFreshness(claim.verdict, times));
    }
    const { verdict, ...answer } = await askApp(app, ask);
    const fresh = chooseFreshness(verdict, times);
    if (isStopped) return fresh;
    await ledger.publish(app.key, verdict, fresh);
    if (isCurrent(entry)) observe({ ...describe(app), verdict, answer });
    return fresh;
  }

  async function run(entry: ScheduledApp): Promise<void> {
    entry.isInFlight = true;
    inFlight += 1;
    // A fault of ours must not end the probing.
    const pause = await probe(entry).catch(() => times.recheck);
    inFlight -= 1;
    entry.isInFlight = false;
    entry.dueAt = clock.monotonic() + pause * (1 + JITTER * random());
  }

  function tick(): void {
    if (inFlight >= MAX_IN_FLIGHT) return;
    let next: ScheduledApp | undefined;
    for (const entry of schedule.values())
      if (!entry.isInFlight && entry.dueAt < (next?.dueAt ?? Number.POSITIVE_INFINITY)) next = entry;
    if (next !== undefined && next.dueAt <= clock.monotonic()) void run(next);
  }
  const ticking = setInterval(tick, times.pace).unref();

  return {
    async adopt(tenants) {
      adoptions += 1;
      const adoption = adoptions;
      const apps = await listApps(tenants, digest);
      // A newer configuration has overtaken this one.
      if (isStopped || adoption !== adoptions) return;
      const before = schedule;
      const earliest = Math.max(clock.monotonic(), startedAt + times.settle);
      schedule = new Map(
        apps.map((app) => {
          const known = before.get(app.key);
          const stays = known !== undefined && known.app.tenantId === app.tenantId;
          // The key does not cover all that a question contains: the redirect URI, for example.
          if (stays) known.app = app;
          const added = { app, dueAt: earliest + random() * times.spread, isInFlight: false };
          return [app.key, stays ? known : added];
        }),
      );
      for (const [key, entry] of before) if (schedule.get(key) !== entry) observeEnd(describe(entry.app));
    },
    stop() {
      isStopped = true;
      clearInterval(ticking);
    },
  };
}

function chooseFreshness(verdict: ProbeVerdict, { period, recheck }: ProbeTimes): number {
  const isSettled = verdict === 'accepted' || verdict === 'unknown';
  return isSettled ? period : Math.min(period, recheck);
}
