import { setTimeout as delay } from 'node:timers/promises';
import { checkBooks } from './books.ts';
import { compareVitalSigns, isAtRest, keepLeast, type Measured } from './compare-vital-signs.ts';
import { OPERATIONS } from './operations.ts';
import { PROVIDER_FAULTS } from './provider-faults.ts';
import { createRandom } from './random.ts';
import { formatProgress } from './report.ts';
import { type Site, startSite } from './site.ts';
import { createTally, type Tally } from './tally.ts';
import { startTraffic } from './traffic.ts';

export interface SoakOptions {
  readonly minutes: number;
  readonly seed: number;
  readonly print: (line: string) => void;
  /** Ends the traffic early; what has happened until then is checked. */
  readonly signal: AbortSignal;
}

export interface SoakResult {
  readonly tally: Tally;
  readonly before: readonly Measured[];
  readonly after: readonly Measured[];
}

/** Milliseconds. */
const WARM_UP = 8000;
const PROGRESS = 10_000;
const LONGEST_STEP = 15_000;
/** Answers can be given again for a minute, and what is over is dropped within another one: 800 bytes for each refresh. */
const REST = 150_000;

/** The part of a soak with faults. */
interface Course {
  /** Milliseconds. */
  readonly length: number;
  readonly signal: AbortSignal;
  /** What is going on, for the line of progress. */
  readonly now: { fault: string; operation: string };
}

export async function runSoak({ minutes, seed, print, signal }: SoakOptions): Promise<SoakResult> {
  const tally = createTally(print);
  const site = await startSite(createRandom(seed), tally);
  const now = { fault: 'warm-up', operation: '' };
  const startedAt = performance.now();
  const progress = setInterval(async () => {
    const signs = await measureAll(site);
    print(formatProgress((performance.now() - startedAt) / 1000, tally, { ...now }, signs));
  }, PROGRESS);
  try {
    if (site.store === undefined) tally.skip('store', 'redis-server is not installed');
    await warmUp(site);
    now.fault = 'rest';
    const before = await rest(site, undefined);
    const traffic = startTraffic(site);
    const course: Course = { length: minutes * 60_000, signal, now };
    await Promise.all([sendFaults(site, course), operate(site, course)]);
    await traffic.end();
    checkBooks(traffic.books, site);
    now.fault = 'rest';
    const after = await rest(site, before);
    compareVitalSigns(before, after, tally);
    return { tally, before, after };
  } finally {
    clearInterval(progress);
    for (const { name, isAlive } of site.replicas)
      if (!isAlive) tally.breach('alive', `${name} ended before it was stopped`);
    await site.stop();
  }
}

/** Whatever is made on first use is made here. */
async function warmUp(site: Site): Promise<void> {
  const traffic = startTraffic(site);
  await delay(WARM_UP / 2);
  for (const { name, run } of OPERATIONS) if (/provider file/.test(name)) await run(site);
  await delay(WARM_UP / 2);
  await traffic.end();
  checkBooks(traffic.books, site);
}

const measureAll = (site: Site): Promise<Measured[]> =>
  Promise.all(site.replicas.map(async ({ name, measure }) => ({ name, ...(await measure()) })));

/** Waits until nothing is open that was not open before, or until that should be long over. */
async function rest(site: Site, before: readonly Measured[] | undefined): Promise<Measured[]> {
  const end = performance.now() + (before === undefined ? WARM_UP : REST);
  let least: Measured[] | undefined;
  for (;;) {
    least = keepLeast(least, await measureAll(site));
    if (performance.now() > end || (before !== undefined && isAtRest(before, least))) return least;
    await delay(1000);
  }
}

/** Each fault for one step, then half a step of peace. */
async function sendFaults({ provider }: Site, { length, signal, now }: Course): Promise<void> {
  const end = performance.now() + length;
  const step = Math.min(LONGEST_STEP, length / (PROVIDER_FAULTS.length * 1.5));
  for (let index = 0; performance.now() < end && !signal.aborted; index += 1) {
    const fault = PROVIDER_FAULTS[index % PROVIDER_FAULTS.length];
    provider.fault = fault;
    now.fault = `provider ${fault?.name}`;
    await pause(step, signal);
    provider.fault = undefined;
    now.fault = 'provider is well';
    await pause(step / 2, signal);
  }
}

async function operate(site: Site, { length, signal, now }: Course): Promise<void> {
  const startedAt = performance.now();
  const step = Math.min(LONGEST_STEP, length / OPERATIONS.length);
  for (let index = 0; index * step < length - 1; index += 1) {
    const { name, run } = OPERATIONS[index % OPERATIONS.length] as (typeof OPERATIONS)[number];
    await pause(startedAt + (index + 0.3) * step - performance.now(), signal);
    if (signal.aborted) return;
    now.operation = `operator ${name}`;
    site.tally.count('operation', name);
    await run(site);
  }
}

/** @returns at once when the soak ends early */
async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  await delay(Math.max(0, milliseconds), undefined, { signal }).catch(() => undefined);
}
