import type { JsonObject } from './json-object.ts';
import type { Provider } from './provider.ts';

/** When the tokens of a response end: milliseconds since 1970. What is not known is absent. */
export interface TokenMoments {
  /** The access token ends. */
  readonly expiresAt?: number;
  /** The refresh token ends, if it is not used before. */
  readonly refreshExpiresAt?: number;
  /** A client that refreshes before this moment needs no new sign-in. */
  readonly refreshBefore?: number;
}

/**
 * Lifetime of the refresh token in seconds. No RFC has such a member: the first is that of Zoom, Webex, RingCentral and
 * Microsoft, the second that of Keycloak, where 0 stands for a token that does not end.
 */
const LIFETIMES = ['refresh_token_expires_in', 'refresh_expires_in'] as const;

const DAY_MS = 86_400_000;

/** Longer lifetimes are no statement about a token, and a date has an end too. */
const MAX_SECONDS = 100 * 366 * 86_400;

/**
 * Derives the moments from the time of the response. A refresh token ends when the provider says so, or else after
 * the idle time of the record.
 */
export function findTokenMoments(
  { idleDays }: Provider,
  body: JsonObject,
  expiresIn: number | undefined,
  now: Date,
): TokenMoments {
  const receivedAt = now.getTime();
  const [stated] = LIFETIMES.map((name) => toLifetime(body[name])).filter((seconds) => seconds !== undefined);
  const ends = [
    ...(stated === undefined ? [] : [receivedAt + stated * 1000]),
    ...(idleDays === undefined ? [] : [receivedAt + idleDays * DAY_MS]),
  ];
  const access = toLifetime(expiresIn);
  const [refreshExpiresAt] = ends;
  return {
    ...(access !== undefined && { expiresAt: receivedAt + access * 1000 }),
    ...(refreshExpiresAt !== undefined && { refreshExpiresAt, refreshBefore: Math.min(...ends) }),
  };
}

/** @returns seconds, or undefined for anything but a positive number, also in a string */
function toLifetime(value: unknown): number | undefined {
  const seconds = typeof value === 'string' && /^\d{1,12}$/.test(value) ? Number(value) : value;
  return typeof seconds === 'number' && seconds > 0 && seconds <= MAX_SECONDS ? seconds : undefined;
}
