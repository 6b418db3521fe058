import { setTimeout as elapse } from 'node:timers/promises';
import type { Config } from '../config/config.ts';
import type { Fault } from '../config/report/config-error.ts';
import type { Environment } from '../config/settings/environment.ts';
import { createLooker } from './create-looker.ts';
import { type Judgement, judgeInWorker } from './judge.ts';
import type { Reading } from './recorded-disk.ts';
import type { TenantsInUse } from './tenant-assembler.ts';
import { watchFolders } from './watch-folders.ts';

/** What became of a reload. */
export type ReloadEvent =
  | { readonly kind: 'reloaded'; readonly config: Config; readonly seconds: number }
  | { readonly kind: 'unchanged' }
  /** The configuration in use stays. */
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface ReloaderOptions {
  readonly environment: Environment;
  /** How the configuration in use was read. */
  readonly reading: Reading;
  /** What is known of it. */
  readonly known: TenantsInUse;
  readonly report: (event: ReloadEvent) => void;
  readonly times?: Partial<ReloadTimes> | undefined;
}

/** Milliseconds. */
export interface ReloadTimes {
  /** From one look at the files to the next, should no event have told of a change. */
  readonly poll: number;
  /** For which files have to be at rest before what was read of them counts. */
  readonly rest: number;
}

const TIMES: ReloadTimes = { poll: 5000, rest: 300 };

/** Files that never come to rest are taken as they are in the end. */
const MAX_ATTEMPTS = 20;

export interface Reloader {
  /** Looks at once, and judges whether or not the files look changed. */
  request(): void;
  stop(): Promise<void>;
}

/**
 * Keeps the configuration up to date with its files. A new one is judged as a whole, in another thread, from files at
 * rest; what is refused changes nothing.
 */
export function createReloader(options: ReloaderOptions): Reloader {
  const { environment, report } = options;
  const times = { ...TIMES, ...options.times };
  /** Of what was read last, sound or not. */
  let reading = options.reading;
  /** Of the configuration in use. */
  let digest = options.reading.digest;
  let { known } = options;
  let isWanted = false;
  const looker = createLooker();
  const leaving = new AbortController();
  let running: Promise<void> | undefined;

  const watcher = watchFolders(reading.folders, times.poll, () => {
    running ??= run().finally(() => {
      running = undefined;
    });
  });

  async function run(): Promise<void> {
    try {
      while (!leaving.signal.aborted && (isWanted || (await hasChanged()))) {
        isWanted = false;
        await reload();
      }
    } catch (error) {
      if (!leaving.signal.aborted) report({ kind: 'failed', error });
      // With the next poll, not at once: what failed is likely to fail again.
      isWanted = true;
    }
  }

  async function hasChanged(): Promise<boolean> {
    return (await looker.look(reading.paths)) !== reading.signature;
  }

  async function reload(): Promise<void> {
    const startedAt = performance.now();
    const judgement = await judgeAtRest();
    try {
      const { verdict } = judgement;
      if (verdict.kind === 'unchanged') report({ kind: 'unchanged' });
      if (verdict.kind === 'faulty') report({ kind: 'refused', faults: verdict.faults });
      if (verdict.kind === 'sound') {
        const taken = await judgement.take(verdict, known);
        const { config } = taken;
        digest = verdict.digest;
        known = taken.known;
        report({ kind: 'reloaded', config, seconds: (performance.now() - startedAt) / 1000 });
      }
    } finally {
      await judgement.end();
    }
  }

  /** Again and again while somebody is still writing, or a volume is being swapped: half of a change is no change. */
  async function judgeAtRest(): Promise<Judgement> {
    for (let attempt = 1; ; attempt += 1) {
      const judgement = await judgeInWorker(
        { environment, knownDigest: digest, knownTenants: known.digests },
        leaving.signal,
      );
      reading = judgement.verdict;
      await watcher.replace(reading.folders);
      await elapse(times.rest);
      if (attempt === MAX_ATTEMPTS || !(await hasChanged())) return judgement;
      await judgement.end();
    }
  }

  return {
    request() {
      isWanted = true;
      watcher.look();
    },
    async stop() {
      leaving.abort();
      watcher.stop();
      await Promise.all([running, looker.stop()]);
    },
  };
}
