import type { Slice } from './slice.ts';
import { type ValidationOutcome, type ValidationTask, validateTask } from './validate-task.ts';
import { openWorker } from './worker-channel.ts';

/** A validation that is over, of which tenants can still be taken. */
export interface Validation {
  readonly outcome: ValidationOutcome;
  /** @returns undefined after the last one */
  takeSlice(): Promise<Slice | undefined>;
  /** Must be called, also when nothing was taken. */
  end(): Promise<void>;
}

/** Validates in this thread, which stands still meanwhile: for small configurations, before anybody is served. */
export async function validateHere(task: ValidationTask): Promise<Validation> {
  const { outcome, slices } = validateTask(task);
  return { outcome, takeSlice: async () => slices.next().value, end: async () => undefined };
}

/**
 * Validates in a thread of its own.
 * @param signal ends the thread, whatever it is doing
 * @throws Error when the thread fails
 */
export async function validateInWorker(task: ValidationTask, signal: AbortSignal): Promise<Validation> {
  const worker = openWorker('validation-worker', task, signal);
  try {
    const outcome = (await worker.receive()) as ValidationOutcome;
    return {
      outcome,
      async takeSlice() {
        worker.send('next');
        return (await worker.receive()) as Slice | undefined;
      },
      end: worker.end,
    };
  } catch (error) {
    await worker.end();
    throw error;
  }
}
