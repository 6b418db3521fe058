/**
 * Shows the main thread whether a thread is within a call of the file system: a counter in shared memory, odd during a call. A
 * thread that computes may take its time; a call that does not return is seen from outside only.
 */
export type FileBeacon = Int32Array<SharedArrayBuffer>;

export function createFileBeacon(): FileBeacon {
  return new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));
}

/** Makes one call of the file system, visible from outside. */
export function callVisibly<T>(beacon: FileBeacon | undefined, call: () => T): T {
  if (beacon === undefined) return call();
  Atomics.add(beacon, 0, 1);
  try {
    return call();
  } finally {
    Atomics.add(beacon, 0, 1);
  }
}

/** @returns a number that stays the same during one call, and is odd then */
export function readBeacon(beacon: FileBeacon): number {
  return Atomics.load(beacon, 0);
}
