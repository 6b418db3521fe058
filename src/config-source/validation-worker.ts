import { parentPort, workerData } from 'node:worker_threads';
import { type ValidationTask, validateTask } from './validate-task.ts';
import type { WorkerInput } from './worker-pool.ts';

/**
 * The entry point of the validation worker: it posts the outcome, then one slice for each message. It sends a slice only
 * on request, since the main thread reads all waiting messages in one turn of the event loop.
 */
const { task, beacon } = workerData as WorkerInput<ValidationTask>;
const { outcome, slices } = validateTask(task, beacon);
parentPort?.postMessage(outcome);
parentPort?.on('message', () => parentPort?.postMessage(slices.next().value));
