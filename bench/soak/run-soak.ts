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
  readonly signs: BothSigns;
  /** Undefined for a soak that came to its end, so that every promise was checked. */
  readonly cutShortBy: string | undefined;
}

/** At rest, before and after the course. Empty when the soak did not get there. */
export interface BothSigns {
  readonly before: readonly Measured[];
  readonly after: readonly Measured[];
}

/** Milliseconds. */
const WARM_UP = 8000;
const FIRST_REST = 5000;
const PROGRESS = 10_000;
const LONGEST_STEP = 15_000;
/** Dead tokens, and what else is kept for a minute, are dropped within another one. A service that leaks nothing rests sooner. */
const REST = 150_000;
/** What a soak may take beside the course: each wait in it has an end, but several may follow one another. */
const LONGEST_REST = 600_000;

/** The part of a soak with faults. */
interface Course {
  /** Milliseconds. */
  readonly length: number;
  readonly signal: AbortSignal;
  /** What is going on, for the line of progress. */
  readonly now: { fault: string; operation: string };
}

/** Clients may still be on their way when it was cut short. */
export async function runSoak({ minutes, seed, print, signal }: SoakOptions): Promise<SoakResult> {
  const tally = createTally(print);
  const site = await startSite(createRandom(seed), tally);
  const course: Course = { length: minutes * 60_000, signal, now: { fault: 'warm-up', operation: '' } };
  const progress = showProgress(site, course, print);
  const leaving = new AbortController();
  const signs = await Promise.race([play(site, course), interrupt(site, course, leaving.signal)]);
  leaving.abort();
  clearInterval(progress);
  await site.stop();
  if (typeof signs !== 'string') return { tally, signs, cutShortBy: undefined };
  return { tally, signs: { before: [], after: [] }, cutShortBy: signs };
}

async function play(site: Site, course: Course): Promise<BothSigns> {
  if (site.store === undefined) site.tally.skip('store', 'redis-server is not installed');
  await warmUp(site);
  course.now.fault = 'rest';
  const before = await rest(site, undefined);
  const traffic = startTraffic(site);
  await Promise.all([sendFaults(site, course), operate(site, course)]);
  Object.assign(course.now, { fault: 'last answers', operation: '' });
  await traffic.end();
  checkBooks(traffic.books, site);
  course.now.fault = 'rest';
  const after = await rest(site, before);
  compareVitalSigns(before, after, site.tally);
  return { before, after };
}

/** @returns why nothing more can be shown: a replica has ended, or does not come back */
async function interrupt(
  { firstEnd, tally }: Site,
  { length }: Course,
  signal: AbortSignal,
): Promise<string> {
  const late = 'the replicas did not come to rest';
  const end = await Promise.race([
    firstEnd,
    delay(length + LONGEST_REST, late, { signal }).catch(() => late),
  ]);
  // After `signal`, nobody waits for this.
  if (!signal.aborted) tally.breach(end === late ? 'answered' : 'alive', end);
  return end.split('\n', 1)[0] as string;
}

function showProgress(site: Site, { now }: Course, print: (line: string) => void): NodeJS.Timeout {
  const startedAt = performance.now();
  return setInterval(async () => {
    // Without signs, a replica has just ended.
    const signs = await measureAll(site).catch(() => []);
    print(formatProgress((performance.now() - startedAt) / 1000, site.tally, { ...now }, signs));
  }, PROGRESS);
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
  const end = performance.now() + (before === undefined ? FIRST_REST : REST);
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
