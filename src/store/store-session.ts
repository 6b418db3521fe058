import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { StoreSession } from '../refresh/refresh-store.ts';
import type { Names } from '../sealing/fingerprint.ts';
import { CALL_BUDGET, HAND_OVER_TIME, RENEWALS } from '../time/budgets.ts';
import type { Store } from './connect-store.ts';
import { parseLeaseState } from './parse-lease-state.ts';
import { readReply, type ScriptCall } from './run-script.ts';
import { ADOPT, END_GRANT, LOOK_UP_PARENTS, PRESENT, PUBLISH, RELEASE, RENEW } from './scripts.ts';
import { type BuildCall, buildReplayEnd, type StoreBacklog } from './store-backlog.ts';
import { buildTokenKeys, isAnswerKey } from './store-keys.ts';

export interface SessionOptions {
  /** Milliseconds for which a response may be replayed; 0: only to requests that already wait for it. */
  readonly replayMs: number;
  /** How often one response may be replayed. */
  readonly replays: number;
  /** Milliseconds for which a dead token is refused without asking the provider. */
  readonly deadMs: number;
  /** Milliseconds for which a spent token is known to be spent; 0: never. */
  readonly supersededMs: number;
  readonly times: StoreTimes;
  /** Milliseconds that never go back. */
  readonly monotonic: () => number;
  readonly backlog: StoreBacklog;
  /** For tokens of which nothing is known but that they were presented. */
  readonly presentedBacklog: StoreBacklog;
}

/** Milliseconds. */
export interface StoreTimes {
  /** How long one refresh may wait for the store, all commands together. */
  readonly budget: number;
  /** How long a lease outlives a replica that dies. */
  readonly lease: number;
}

/** As in the backlog, of something that is always told. */
type BuildOutcome = () => ScriptCall;

/** What is told to a store that stays away. */
interface PutOff {
  readonly name: string;
  readonly calls: readonly BuildCall[];
  /** Milliseconds. */
  readonly lifetime: number;
}

/** Milliseconds between two attempts to tell a store, which was lost during the call, what came of the call. */
const RETRY_PAUSE = 250;

/** Milliseconds for one such attempt: no client waits for it. */
const RETRY_BUDGET = 1000;

/** Milliseconds in which a failover is noticed: Sentinel is asked every second, and the next connection takes a moment. */
const FAILOVER_TIME = 3000;

export function createStoreSession(store: Store, options: SessionOptions, names: Names): StoreSession {
  const { budget, lease: leaseMs } = options.times;
  const mayReplay = options.replayMs > 0;
  const owner = randomUUID();
  const { backlog, replayMs } = options;
  const { answers, leases, parents, superseded } = buildTokenKeys(names);
  const [answer = ''] = answers;
  const [spent = ''] = superseded;
  let left = budget;
  /** Whether the store may hold a lease of this session, even if its reply was lost. */
  let mayHoldLease = false;
  /** Whether the store has told which answers the token came in. */
  let knowsParents = false;
  /** Ends that the store was told, and how many connections there had been. */
  const ended: { readonly build: BuildOutcome; readonly links: number }[] = [];

  /** After a failure or a late reply, this refresh does not wait for the store again. */
  async function run(call: ScriptCall): Promise<unknown> {
    if (left <= 0) return undefined;
    const [startedAt, allowed] = [options.monotonic(), left];
    const reply = await store.run(call, allowed);
    left = reply === undefined ? 0 : Math.min(left, allowed - (options.monotonic() - startedAt));
    return reply;
  }

  /** A reply of the store names the answers, each in a slot of its own. What fails is told later. */
  async function endReplays(reply: unknown): Promise<void> {
    const found = Array.isArray(reply) ? reply.filter(isAnswerKey) : [];
    const links = store.countLinks();
    await Promise.all(
      found.map(async (key) => {
        const build = (): ScriptCall => buildReplayEnd(key, replayMs);
        if ((await run(build())) === undefined) backlog.endReplays([key]);
        else ended.push({ build, links });
      }),
    );
  }

  const lookUpParents = buildParentsNews(parents);

  function buildRelease(outcome: 'dead' | 'superseded' | 'failed', ms: number, failure = ''): ScriptCall {
    const values = [owner, outcome, Math.max(1, ms), failure].map(String);
    return { script: RELEASE, keys: [answer, spent, ...leases], values };
  }

  const sayItIsSpent = buildSpentNews([answer, spent, ...leases]);

  /** A store that did not hear that the token was presented still gives the answer again that it came in. */
  function endParentsLater(): void {
    if (!knowsParents) options.presentedBacklog.add(spent, [lookUpParents], replayMs);
  }

  /** @returns whether it succeeded */
  async function tell(build: BuildOutcome): Promise<boolean> {
    const reply = readReply(await store.runInBackground(build(), RETRY_BUDGET));
    backlog.endReplays(reply);
    return reply !== undefined;
  }

  /**
   * A store that fails over is back within seconds; as long as a call may take, others wait for this outcome.
   * @returns whether it succeeded
   */
  async function retry(build: BuildOutcome): Promise<boolean> {
    const endsAt = options.monotonic() + CALL_BUDGET;
    while (options.monotonic() < endsAt) {
      await sleep(RETRY_PAUSE, undefined, { ref: false });
      if (await tell(build)) return true;
    }
    return false;
  }

  /** A server that takes over lacks the newest writes, and the old one may take some after that. */
  async function repeatAfterFailover(calls: readonly BuildOutcome[], links: number): Promise<void> {
    await sleep(FAILOVER_TIME, undefined, { ref: false });
    const now = store.countLinks();
    if (now !== links) for (const build of calls) retry(build);
    for (const end of ended.splice(0)) if (now !== end.links) retry(end.build);
  }

  /** For a store that stays away for longer, or was away from the beginning, so that nobody waits for the outcome. */
  async function retryOrPutOff(calls: readonly BuildOutcome[], putOff: PutOff | undefined): Promise<void> {
    const isShared = mayHoldLease || store.isUp();
    // There may be a connection that requests leave alone. A try costs nobody anything.
    const successes = await Promise.all(calls.map(isShared ? retry : tell));
    if (putOff === undefined || successes.every(Boolean)) endParentsLater();
    // What is known of the token comes first, and then whom that concerns: others may write in between.
    else backlog.add(putOff.name, [...putOff.calls, lookUpParents], putOff.lifetime);
  }

  /** Waits as long as the budget allows; what fails is tried again in the background. */
  async function finish(calls: readonly BuildOutcome[], putOff?: PutOff): Promise<void> {
    const links = store.countLinks();
    const replies = await Promise.all(calls.map((build) => run(build())));
    const [failed, succeeded] = [true, false].map((isFailure) =>
      calls.filter((_, index) => (replies[index] === undefined) === isFailure),
    ) as [BuildOutcome[], BuildOutcome[]];
    if (failed.length > 0) retryOrPutOff(failed, putOff);
    if (mayHoldLease) repeatAfterFailover(succeeded, links);
    for (const reply of replies) await endReplays(reply);
  }

  return {
    async present({ hasWaited, isInDoubt, refusesSuperseded }) {
      // The wait for another replica is the provider's time, not the store's.
      if (hasWaited) left = budget;
      mayHoldLease ||= store.isUp();
      const replays = mayReplay ? options.replays : 0;
      const keys = [...answers, ...leases, ...parents, ...superseded];
      const flags = [hasWaited, isInDoubt, refusesSuperseded].map(Number);
      const values = [owner, leaseMs, replays, ...flags, mayReplay ? replayMs : HAND_OVER_TIME].map(String);
      const reply = await run({ script: PRESENT, keys, values });
      if (!Array.isArray(reply)) {
        endParentsLater();
        return undefined;
      }
      knowsParents = true;
      const lease = parseLeaseState(reply);
      mayHoldLease = lease?.state === 'leased';
      await endReplays(reply.slice(2));
      return lease;
    },
    renew() {
      const every = leaseMs / RENEWALS;
      const call = { script: RENEW, keys: leases, values: [owner, String(leaseMs)] };
      async function renewOnce(): Promise<void> {
        // It takes a lease that nobody holds, also for a session that began while the store was away.
        if (readReply(await store.runInBackground(call, every)) !== undefined) mayHoldLease = true;
      }
      const timer = setInterval(renewOnce, every).unref();
      return () => clearInterval(timer);
    },
    async publish({ sealed, successors, canBeReplayed, isSuperseded }) {
      const timeToLive = mayReplay && canBeReplayed ? options.replayMs : HAND_OVER_TIME;
      const supersededMs = isSuperseded ? options.supersededMs : 0;
      const adoptions = buildAdoptions(successors, {
        answer,
        timeToLive,
        supersededMs: options.supersededMs,
        monotonic: options.monotonic,
      });
      const publication = {
        script: PUBLISH,
        keys: [answer, spent, ...leases],
        values: [owner, timeToLive, sealed, supersededMs].map(String),
      };
      const calls = [...adoptions.map(({ build }) => build), () => publication];
      // Nobody waits for the answer any more. Yet this replica gives it again as long as it may, unless a successor was used.
      const late = adoptions.map((adoption) => adoption.buildWithin(replayMs));
      const putOff = isSuperseded
        ? { name: `answered ${spent}`, calls: [sayItIsSpent, ...late], lifetime: options.supersededMs }
        : { name: `answered ${spent}`, calls: late, lifetime: replayMs };
      await finish(calls, putOff);
    },
    async release(outcome, failure = '') {
      const times = {
        dead: options.deadMs,
        superseded: options.supersededMs,
        // As long as another replica may remember the lease.
        failed: CALL_BUDGET,
      };
      const call = buildRelease(outcome, times[outcome], failure);
      const putOff = { name: spent, calls: [sayItIsSpent], lifetime: options.supersededMs };
      await finish([() => call], outcome === 'superseded' ? putOff : undefined);
    },
    async endGrant() {
      const call = { script: END_GRANT, keys: [...answers, ...parents], values: [String(options.deadMs)] };
      const reply = await run(call);
      if (reply === undefined)
        options.presentedBacklog.add(`grant ${answer}`, [() => call], Math.max(replayMs, options.deadMs));
      else await endReplays(reply);
    },
  };
}

/** That an answer has brought these tokens. */
interface Adoption {
  readonly build: BuildOutcome;
  /** @returns what is of no use any more when the answer is older */
  buildWithin(milliseconds: number): BuildCall;
}

interface AdoptionTerms {
  /** Key of the answer. */
  readonly answer: string;
  readonly timeToLive: number;
  readonly supersededMs: number;
  readonly monotonic: () => number;
}

/** Apart from the session, as the next two: a function keeps all that is in its scope, and what is put off must not keep the answer. */
function buildAdoptions(
  successors: readonly Names[],
  { answer, timeToLive, supersededMs, monotonic }: AdoptionTerms,
): Adoption[] {
  const answeredAt = monotonic();
  const readAge = (): number => Math.round(monotonic() - answeredAt);
  return successors.map((successor) => {
    const build = (): ScriptCall => {
      const keys = buildTokenKeys(successor);
      return {
        script: ADOPT,
        keys: [...keys.answers, ...keys.leases, ...keys.parents, ...keys.superseded],
        values: [answer, timeToLive, supersededMs, readAge()].map(String),
      };
    };
    return { build, buildWithin: (milliseconds) => () => (readAge() < milliseconds ? build() : undefined) };
  });
}

const buildParentsNews =
  (parents: readonly string[]): BuildOutcome =>
  () => ({ script: LOOK_UP_PARENTS, keys: parents });

/** Nobody owns a lease under this name, so none is given back. */
const buildSpentNews =
  (keys: readonly string[]): BuildCall =>
  (left) => ({
    script: RELEASE,
    keys,
    values: ['nobody', 'superseded', String(Math.max(1, left)), ''],
  });
