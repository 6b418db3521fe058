import { setTimeout as delay } from 'node:timers/promises';
import { OPERATIONS } from './operations.ts';
import { PROVIDER_FAULTS } from './provider-faults.ts';
import type { Site } from './site.ts';

/** The part of a soak with faults. */
export interface Course {
  /** Milliseconds. */
  readonly length: number;
  readonly signal: AbortSignal;
  /** What is going on, for the line of progress. */
  readonly now: { fault: string; operation: string };
}

/** Milliseconds. */
const LONGEST_STEP = 15_000;

/** Faults of the provider and operations, side by side. */
export async function runCourse(site: Site, course: Course): Promise<void> {
  await Promise.all([sendFaults(site, course), operate(site, course)]);
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
