/** Bytes of a token: the usual size of Zoom's, and the largest likely one. */
export type TokenSize = 800 | 4000;

/** Makes a token of an exact length, from the usual alphabet of tokens. */
export function makeToken(name: string, bytes: number): string {
  return `${name}.`.padEnd(bytes, 'abcdefghijklmnopqrstuvwxyz0123456789');
}

let count = 0;

/**
 * Makes a new refresh token: requests with equal tokens would share one call to the provider, which would distort a
 * benchmark.
 */
export function makeRefreshToken(bytes: number): string {
  count += 1;
  return makeToken(`r${process.pid}-${count}`, bytes);
}
