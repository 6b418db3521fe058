/** The reason when the store does not reply in time. */
export const NO_REPLY = 'no reply in time';

/** What servers say without a code of its own, and how it is logged. */
const PHRASES: readonly (readonly [RegExp, string])[] = [
  [/can't run this command|no permissions/i, 'NOPERM'],
  [/cluster support disabled/i, 'NOT_A_CLUSTER'],
  [/unknown command.*sentinel/i, 'NOT_A_SENTINEL'],
  [/DB index is out of range/i, 'DATABASE_OUT_OF_RANGE'],
];

/**
 * Replies of a server that works but cannot serve, at least not here. The connection ends, so that the next one finds the
 * server that can: behind the same address, through Sentinel, or in the topology of the cluster.
 */
const CANNOT_SERVE: ReadonlySet<string> = new Set([
  'READONLY',
  'LOADING',
  'MASTERDOWN',
  'NOAUTH',
  'WRONGPASS',
  'NOPERM',
  'CLUSTERDOWN',
  'MOVED',
  'ASK',
  'CROSSSLOT',
  'OOM',
  'MISCONF',
  'NOREPLICAS',
  'TRYAGAIN',
  'UNBLOCKED',
  'MASTER_MOVED',
]);

export const isCannotServe = (reason: string): boolean => CANNOT_SERVE.has(reason);

/**
 * Names an error of the store.
 * @returns the code of a system error, the code that a server put first in its error (`WRONGPASS`, `OOM`), or the name of
 *   the error. Never the message: it could contain the address with its password.
 */
export function readReason(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  const { code, message } = error as NodeJS.ErrnoException;
  if (typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code)) return code;
  const phrase = PHRASES.find(([pattern]) => pattern.test(message));
  if (phrase) return phrase[1];
  // Before version 7, Redis wraps the error of a command that a script called.
  const [, wrapped] = /^ERR Error (?:running|compiling) script.*? -?([A-Z]{2,40}) /.exec(message) ?? [];
  return wrapped ?? /^[A-Z]{2,40}(?= )/.exec(message)?.[0] ?? error.constructor.name;
}
