/** Bytes of a token: what Zoom issues, and the largest that is likely. */
export type TokenSize = 800 | 4000;

/** A token of an exact length, of the alphabet that tokens have. */
export function makeToken(name: string, bytes: number): string {
  return `${name}.`.padEnd(bytes, 'abcdefghijklmnopqrstuvwxyz0123456789');
}

let count = 0;

/**
 * A refresh token that nobody has presented before: equal ones in flight would share one call to the provider, and a
 * benchmark of that would measure nothing.
 */
export function makeRefreshToken(bytes: number): string {
  count += 1;
  return makeToken(`r${process.pid}-${count}`, bytes);
}
