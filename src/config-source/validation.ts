import type { Slice } from './slice.ts';
import { type ValidationOutcome, type ValidationTask, validateTask } from './validate-task.ts';
import type { WorkerPool } from './worker-pool.ts';

/** A finished validation whose tenants can be taken slice by slice. */
export interface Validation {
  readonly outcome: ValidationOutcome;
  /** @returns undefined after the last one */
  takeSlice(): Promise<Slice | undefined>;
  /** Must be called, even if nothing was taken. */
  end(): Promise<void>;
}

/** Validates in this thread, which blocks it: for small configurations, before the first request. */
export async function validateHere(task: ValidationTask): Promise<Validation> {
  const { outcome, slices } = validateTask(task);
  return { outcome, takeSlice: async () => slices.next().value, end: async () => undefined };
}

/**
 * Validates in a thread of its own.
 * @throws Error when the thread fails or hangs
 */
export async function validateInWorker(task: ValidationTask, pool: WorkerPool): Promise<Validation> {
  const worker = pool.open('validation-worker', task);
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
