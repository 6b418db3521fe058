import type { Config } from '../config/config.ts';
import { ConfigError, type Fault } from '../config/report/config-error.ts';
import type { Environment } from '../config/settings/environment.ts';
import { type Clock, SYSTEM_CLOCK } from '../time/clock.ts';
import { assembleConfig, type ConfigInUse } from './assemble-config.ts';
import { createBell } from './bell.ts';
import { createFolderWatcher, type FolderWatcher } from './folder-watcher.ts';
import { hasChanged } from './has-changed.ts';
import { measureFiles } from './measure-files.ts';
import type { Snapshot } from './snapshot.ts';
import { NO_TENANTS } from './tenant-assembler.ts';
import type { ValidationTask } from './validate-task.ts';
import { type Validation, validateHere, validateInWorker } from './validation.ts';

/** The one place where configurations come from: the first one, and every later one. */
export interface ConfigSource {
  /** @throws ConfigError with every fault */
  load(): Promise<Config>;
  /**
   * What becomes of each later reading, one after the other; ends with `stop`. A `reloaded` change holds the
   * configuration, which counts as in use once the consumer asks for the next change.
   */
  changes(): AsyncIterable<ConfigChange>;
  /** Reads again now, whether or not the files look changed. */
  request(): void;
  stop(): Promise<void>;
}

/** What became of a reading; only `reloaded` changes anything. */
export type ConfigChange =
  | { readonly kind: 'reloaded'; readonly config: Config; readonly seconds: number }
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] }
  /** The reading itself failed; it is repeated. */
  | { readonly kind: 'failed'; readonly error: unknown };

/** Milliseconds. */
export interface ReloadTimes {
  /** From one look at the files to the next, should no event announce a change. */
  readonly poll: number;
  /** For which files must be at rest before what was read of them counts. */
  readonly rest: number;
}

export interface ConfigSourceOptions {
  readonly times?: Partial<ReloadTimes> | undefined;
  readonly clock?: Clock;
  /** Bytes of provider files from which the first validation has a thread of its own. */
  readonly large?: number;
}

const TIMES: ReloadTimes = { poll: 5000, rest: 300 };

/**
 * Some 1,500 tenants. With more, 100 MB of what validation leaves behind go with its thread; with few, the thread would
 * cost 10 MB that stay.
 */
const LARGE = 1024 * 1024;

/** Files that never come to rest are taken as they are in the end. */
const MAX_ATTEMPTS = 20;

const NOTHING_IN_USE: ConfigInUse = { digest: '', tenants: NO_TENANTS };

/** A change, and what is in use once it is adopted. */
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
  let inUse = NOTHING_IN_USE;
  /** Of what was read last, valid or not. */
  let snapshot: Snapshot | undefined;
  let isRequested = false;
  let inFlight: Promise<unknown> = Promise.resolve();

  function describeTask(): ValidationTask {
    return {
      environment,
      now: clock.now(),
      digestInUse: inUse.digest,
      tenantsInUse: inUse.tenants.digests,
    };
  }

  /** The one way from what was read to what can be used, at the start and at every reload. */
  async function take({ outcome, takeSlice, end }: Validation, startedAt: number): Promise<PreparedChange> {
    try {
      if (outcome.kind === 'unchanged') return { change: { kind: 'unchanged' }, next: inUse };
      if (outcome.kind === 'faulty')
        return { change: { kind: 'refused', faults: outcome.faults }, next: inUse };
      const { config, inUse: next } = await assembleConfig(outcome, takeSlice, inUse);
      const seconds = (clock.monotonic() - startedAt) / 1000;
      return { change: { kind: 'reloaded', config, seconds }, next };
    } finally {
      await end();
    }
  }

  /** Reads until nobody is writing and no volume is being swapped: half of a change is no change. */
  async function validateAtRest(watcher: FolderWatcher): Promise<Validation> {
    for (let attempt = 1; ; attempt += 1) {
      const validation = await validateInWorker(describeTask(), leaving.signal);
      snapshot = validation.outcome.snapshot;
      watcher.replace(snapshot.folders);
      await clock.sleep(times.rest);
      if (attempt === MAX_ATTEMPTS || !(await hasChanged(snapshot))) return validation;
      await validation.end();
    }
  }

  /** @returns undefined when there is nothing new to read */
  async function readAgain(watcher: FolderWatcher): Promise<PreparedChange | undefined> {
    try {
      if (!isRequested && snapshot !== undefined && !(await hasChanged(snapshot))) return undefined;
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
        ? validateInWorker(describeTask(), leaving.signal)
        : validateHere(describeTask()));
      snapshot = validation.outcome.snapshot;
      const { change, next } = await take(validation, startedAt);
      if (change.kind === 'refused') throw new ConfigError(change.faults);
      if (change.kind !== 'reloaded') throw new TypeError('load is called once, and first');
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
          if (change !== undefined && next !== undefined) {
            yield change;
            inUse = next;
          }
          // What failed is likely to fail again at once; everything else is read until it stays as it is.
          if (change === undefined || change.kind === 'failed') await bell.wait();
        }
      } finally {
        watcher.stop();
      }
    },
    request() {
      isRequested = true;
      bell.ring();
    },
    async stop() {
      leaving.abort();
      bell.ring();
      await inFlight;
    },
  };
}
