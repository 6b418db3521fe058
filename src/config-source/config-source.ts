import type { Config } from '../config/config.ts';
import { ConfigError } from '../config/report/config-error.ts';
import type { Environment } from '../config/settings/environment.ts';
import type { ReloadEvent } from '../observability/events.ts';
import { type Clock, SYSTEM_CLOCK } from '../time/clock.ts';
import { assembleConfig, type ConfigInUse } from './assemble-config.ts';
import { createBell } from './bell.ts';
import { createChangeDetector } from './change-detector.ts';
import { createFolderWatcher, type FolderWatcher } from './folder-watcher.ts';
import { measureFiles } from './measure-files.ts';
import type { Snapshot } from './snapshot.ts';
import { NO_TENANTS } from './tenant-assembler.ts';
import { THREAD_TIMES, type ThreadTimes } from './thread-watch.ts';
import type { ValidationTask } from './validate-task.ts';
import { type Validation, validateHere, validateInWorker } from './validation.ts';
import { createWorkerPool } from './worker-pool.ts';

/** The only source of configurations: the first one, and every later one. */
export interface ConfigSource {
  /** @throws ConfigError with every fault */
  load(): Promise<Config>;
  /**
   * Yields the result of each later read, until `stop`. A `reloaded` change has the new configuration. It counts as in use
   * when the consumer asks for the next change, unless it says that the adoption has failed: then the read is repeated.
   */
  changes(): AsyncGenerator<ConfigChange, void, Adoption | undefined>;
  /** Reads again now, whether or not the files look changed. */
  request(): void;
  stop(): Promise<void>;
  /** Whether there are threads; after `stop`, those that hang. */
  hasThreads(): boolean;
}

/** What the consumer made of a change. */
export type Adoption = 'adopted' | 'failed';

/** What became of a reading. */
export type ConfigChange = ReloadEvent<Config>;

/** Milliseconds. */
export interface ReloadTimes {
  /** Between two checks of the files, if no event announces a change. */
  readonly poll: number;
  /** How long files must not change before their content counts. */
  readonly rest: number;
}

export interface ConfigSourceOptions {
  readonly times?: Partial<ReloadTimes> | undefined;
  readonly threadTimes?: Partial<ThreadTimes> | undefined;
  readonly clock?: Clock;
  /** From this size of the provider files, in bytes, the first validation runs in its own thread. */
  readonly large?: number;
}

const TIMES: ReloadTimes = { poll: 5000, rest: 300 };

/**
 * About 1,500 tenants. With more, the garbage of validation (100 MB) goes away with its thread. With fewer, the thread
 * would permanently cost 10 MB.
 */
const LARGE = 1024 * 1024;

/** Reads before files that keep changing are used anyway. */
const MAX_ATTEMPTS = 20;

const NOTHING_IN_USE: ConfigInUse = { digest: '', tenants: NO_TENANTS, essentials: undefined };

/** A change, and the state once it is adopted. */
interface PreparedChange {
  readonly change: ConfigChange;
  readonly next: ConfigInUse;
}

export function createConfigSource(
  environment: Environment,
  options: ConfigSourceOptions = {},
): ConfigSource {
  const { clock = SYSTEM_CLOCK, large = LARGE } = options;
  const times = { ...TIMES, ...options.times };
  const bell = createBell();
  const leaving = new AbortController();
  const threadTimes = { ...THREAD_TIMES, ...options.threadTimes };
  const pool = createWorkerPool(leaving.signal, threadTimes);
  const detector = createChangeDetector(pool, threadTimes, leaving.signal);
  let inUse = NOTHING_IN_USE;
  /** The snapshot of the last read, valid or not. */
  let snapshot: Snapshot | undefined;
  let isRequested = false;
  let inFlight: Promise<unknown> = Promise.resolve();

  function describeTask(): ValidationTask {
    return {
      environment,
      now: clock.now(),
      digestInUse: inUse.digest,
      tenantsInUse: inUse.tenants.digests,
      essentials: inUse.essentials,
    };
  }

  /** Turns a validation into a change, both at the start and at every reload. */
  async function take({ outcome, takeSlice, end }: Validation, startedAt: number): Promise<PreparedChange> {
    try {
      if (outcome.kind === 'unchanged') return { change: { kind: 'unchanged' }, next: inUse };
      if (outcome.kind === 'faulty')
        return { change: { kind: 'refused', faults: outcome.faults }, next: inUse };
      const { config, inUse: next } = await assembleConfig(outcome, takeSlice, inUse);
      const seconds = (clock.monotonic() - startedAt) / 1000;
      return { change: { kind: 'reloaded', config, seconds, loss: outcome.loss }, next };
    } finally {
      await end();
    }
  }

  /** Reads until the files stay the same, so that a change is never read halfway. */
  async function validateAtRest(watcher: FolderWatcher): Promise<Validation> {
    for (let attempt = 1; ; attempt += 1) {
      const validation = await validateInWorker(describeTask(), pool);
      snapshot = validation.outcome.snapshot;
      watcher.replace(snapshot.folders);
      await clock.sleep(times.rest);
      if (attempt === MAX_ATTEMPTS || !(await detector.hasChanged(snapshot))) return validation;
      await validation.end();
    }
  }

  /** Whether the last read may no longer hold: a file looks changed, or a date of a certificate or a secret has come. */
  async function isStale(last: Snapshot): Promise<boolean> {
    const { holdsUntil = Number.POSITIVE_INFINITY } = last;
    return clock.now().getTime() >= holdsUntil || (await detector.hasChanged(last));
  }

  /** @returns undefined when the last read still holds */
  async function readAgain(watcher: FolderWatcher): Promise<PreparedChange | undefined> {
    try {
      if (!isRequested && snapshot !== undefined && !(await isStale(snapshot))) return undefined;
      isRequested = false;
      const startedAt = clock.monotonic();
      return await take(await validateAtRest(watcher), startedAt);
    } catch (error) {
      isRequested = true;
      return { change: { kind: 'failed', error }, next: inUse };
    }
  }

  return {
    async load() {
      const startedAt = clock.monotonic();
      const isLarge = measureFiles(environment.DOMI_CONFIG) >= large;
      const validation = await (isLarge
        ? validateInWorker(describeTask(), pool)
        : validateHere(describeTask()));
      const { outcome } = validation;
      snapshot = outcome.snapshot;
      const { change, next } = await take(validation, startedAt);
      if (outcome.kind === 'faulty') throw new ConfigError(outcome.faults, outcome.warnings);
      if (change.kind !== 'reloaded') throw new TypeError('load must be called once, before changes');
      inUse = next;
      return change.config;
    },
    async *changes() {
      const watcher = createFolderWatcher(times.poll, bell.ring);
      watcher.replace(snapshot?.folders ?? []);
      try {
        while (!leaving.signal.aborted) {
          const prepared = readAgain(watcher);
          inFlight = prepared;
          const { change, next } = (await prepared) ?? {};
          if (leaving.signal.aborted) return;
          if (change === undefined || next === undefined) {
            await bell.wait();
            continue;
          }
          const adoption: Adoption | undefined = yield change;
          if (adoption === 'failed') isRequested = true;
          else inUse = next;
          // An immediate retry would likely fail again. After any other result, the files are checked again.
          if (adoption === 'failed' || change.kind === 'failed') await bell.wait();
        }
      } finally {
        watcher.stop();
      }
    },
    request() {
      isRequested = true;
      bell.ring();
    },
    hasThreads: () => pool.size > 0,
    async stop() {
      leaving.abort();
      bell.ring();
      await inFlight;
    },
  };
}
