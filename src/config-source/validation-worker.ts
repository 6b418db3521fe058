import { parentPort, workerData } from 'node:worker_threads';
import { type ValidationTask, validateTask } from './validate-task.ts';

/**
 * The entry point of the validation worker: it posts the outcome, then a slice for each message. The next slice goes out
 * when it is asked for, since all messages that wait are read in one turn of the event loop.
 */
const { outcome, slices } = validateTask(workerData as ValidationTask);
parentPort?.postMessage(outcome);
parentPort?.on('message', () => parentPort?.postMessage(slices.next().value));
