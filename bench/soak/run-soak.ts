import { setTimeout as delay } from 'node:timers/promises';
import { checkBooks } from './books.ts';
import { compareVitalSigns, type Measured } from './compare-vital-signs.ts';
import { type Course, runCourse } from './course.ts';
import { OPERATIONS } from './operations.ts';
import { createRandom } from './random.ts';
import { formatProgress } from './report.ts';
import { type Site, startSite } from './site.ts';
import { createTally, type Tally } from './tally.ts';
import { startTraffic } from './traffic.ts';
import { measureAll, waitForRest } from './wait-for-rest.ts';

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
const PROGRESS = 10_000;
const REASON_WITHIN = 2000;
/** What a soak may take beside the course: each wait in it has an end, but several may follow one another. */
const LONGEST_WAITS = 600_000;

/** Clients may still be on their way when it was cut short. */
export async function runSoak({ minutes, seed, print, signal }: SoakOptions): Promise<SoakResult> {
  const tally = createTally(print);
  const site = await startSite(createRandom(seed), tally);
  const course: Course = { length: minutes * 60_000, signal, now: { fault: 'warm-up', operation: '' } };
  const progress = showProgress(site, course, print);
  const leaving = new AbortController();
  const played = play(site, course).catch(async (error: Error) => {
    // A replica that has just ended is the better reason.
    await delay(REASON_WITHIN);
    return `the soak itself failed: ${error.message}`;
  });
  const signs = await Promise.race([played, interrupt(site, course, leaving.signal)]);
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
  const before = await waitForRest(site, undefined);
  const traffic = startTraffic(site);
  await runCourse(site, course);
  Object.assign(course.now, { fault: 'last answers', operation: '' });
  await traffic.end();
  checkBooks(traffic.books, site);
  skipWhatDidNotRun(site.tally);
  course.now.fault = 'rest';
  const after = await waitForRest(site, before);
  compareVitalSigns(before, after, site.tally);
  return { before, after };
}

/** A soak that was ended early promises nothing of what it has not done. */
function skipWhatDidNotRun({ counts, skip }: Tally): void {
  for (const { name, promise } of OPERATIONS)
    if (!counts.get('operation')?.has(name)) skip(promise, 'ended early');
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
    delay(length + LONGEST_WAITS, late, { signal }).catch(() => late),
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
