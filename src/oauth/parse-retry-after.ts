/** Bounds of the value that we pass on, in seconds: a user whose client waits for a day calls the help desk. */
const MIN = 1;
const MAX = 3600;

/** The forms of a date, since Node would read `1.5.2` as one as well. */
const WITH_ZONE = /^(?:[A-Za-z]{3,9}, .+ (?:GMT|UTC|[+-]\d{4})|\d{4}-\d\d-\d\dT.+(?:Z|[+-]\d\d:?\d\d))$/;
/** Without a zone they are UTC (RFC 9110 section 5.6.7 for asctime); Node would take the zone of the machine. */
const ISO_DATE_TIME = /^\d{4}-\d\d-\d\dT[\d:.]+$/;
const ASCTIME = /^[A-Za-z]{3} [A-Za-z]{3} [ \d]\d [\d:]+ \d{4}$/;

/**
 * Reads a `Retry-After` header: seconds or an HTTP date (RFC 9110 section 10.2.3), and the ISO 8601 date that Zoom
 * sends for its daily limits.
 * @returns whole seconds between 1 and 3600, or undefined when the header is absent or unreadable
 */
export function parseRetryAfter(header: string | undefined, now: Date): number | undefined {
  const value = header?.trim();
  if (!value) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (parseDate(value) - now.getTime()) / 1000;
  if (Number.isNaN(seconds)) return undefined;
  return Math.min(MAX, Math.max(MIN, Math.ceil(seconds)));
}

function parseDate(text: string): number {
  if (WITH_ZONE.test(text)) return Date.parse(text);
  if (ISO_DATE_TIME.test(text)) return Date.parse(`${text}Z`);
  return ASCTIME.test(text) ? Date.parse(`${text} GMT`) : Number.NaN;
}
