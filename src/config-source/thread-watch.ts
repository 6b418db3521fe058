import { FILE_BUDGET, THREAD_BUDGET } from '../time/budgets.ts';
import { type FileBeacon, readBeacon } from './file-beacon.ts';

/** Milliseconds. */
export interface ThreadTimes {
  /** For one call of the file system. */
  readonly call: number;
  /** For all of the work until the next message. */
  readonly work: number;
}

export const THREAD_TIMES: ThreadTimes = { call: FILE_BUDGET, work: THREAD_BUDGET };

/** Looks at the beacon during the budget of a call. */
const LOOKS = 10;

/** A thread did not come back; `code` names what it was doing. */
export class ThreadStuckError extends Error {
  override readonly name = 'ThreadStuckError';
  readonly code: 'FILE_SYSTEM_HANGS' | 'THREAD_TOO_SLOW';

  constructor(code: ThreadStuckError['code']) {
    super(code);
    this.code = code;
  }
}

/**
 * Watches a thread until `work` is done.
 * @throws ThreadStuckError when one call of the file system, or all of the work, takes too long
 */
export async function watchThread<T>(work: Promise<T>, beacon: FileBeacon, times: ThreadTimes): Promise<T> {
  let [seen, looks, total] = [readBeacon(beacon), 0, 0];
  const stuck = Promise.withResolvers<never>();
  const interval = times.call / LOOKS;
  const timer = setInterval(() => {
    const now = readBeacon(beacon);
    const isSameCall = now === seen && now % 2 !== 0;
    looks = isSameCall ? looks + 1 : 0;
    total += 1;
    seen = now;
    if (looks >= LOOKS) stuck.reject(new ThreadStuckError('FILE_SYSTEM_HANGS'));
    else if (total * interval >= times.work) stuck.reject(new ThreadStuckError('THREAD_TOO_SLOW'));
  }, interval).unref();
  try {
    return await Promise.race([work, stuck.promise]);
  } finally {
    clearInterval(timer);
  }
}
