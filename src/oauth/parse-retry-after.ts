/** Bounds of the value that we pass on, in seconds: a user whose client waits for a day calls the help desk. */
const MIN = 1;
const MAX = 3600;

/**
 * Reads a `Retry-After` header: seconds or an HTTP date (RFC 9110 section 10.2.3), and the ISO 8601 date that Zoom
 * sends for its daily limits.
 * @returns whole seconds between 1 and 3600, or undefined when the header is absent or unreadable
 */
export function parseRetryAfter(header: string | undefined, now: Date): number | undefined {
  const value = header?.trim();
  if (!value) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - now.getTime()) / 1000;
  if (Number.isNaN(seconds)) return undefined;
  return Math.min(MAX, Math.max(MIN, Math.ceil(seconds)));
}
