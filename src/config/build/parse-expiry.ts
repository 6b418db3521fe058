const DATE = /^\d{4}-\d{2}-\d{2}$/;
const DATE_TIME = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** From the begin of a day at UTC to its end at UTC-12, where it ends last. */
const WHOLE_DAY = 36 * 3600 * 1000;

/**
 * A date without a time lasts until that day has ended in every time zone: it says the last day, and a valid secret must not
 * be called expired.
 * @returns milliseconds since 1970; undefined when the date is missing or does not exist
 */
export function parseExpiry(expiresAt: string | undefined): number | undefined {
  if (expiresAt === undefined || !(DATE.test(expiresAt) || DATE_TIME.test(expiresAt))) return undefined;
  const day = new Date(`${expiresAt.slice(0, 10)}T00:00:00Z`);
  // `Date` reads 30 February as 2 March.
  if (Number.isNaN(day.getTime()) || !day.toISOString().startsWith(expiresAt.slice(0, 10))) return undefined;
  if (DATE.test(expiresAt)) return day.getTime() + WHOLE_DAY;
  const time = Date.parse(expiresAt);
  return Number.isNaN(time) ? undefined : time;
}
