/** How much of the service one subject may use. Further requests are refused with `rate_limited`. */
export interface Limit {
  /** Sustained rate. */
  readonly requestsPerSecond: number;
  /** Requests per minute that may exceed the rate. */
  readonly burst: number;
  /** Requests being answered at the same time, on each replica. */
  readonly inFlight: number;
}

/** A tenant can set single numbers of a limit; `off` disables it. */
export type LimitSetting = 'off' | Partial<Limit>;

/** The kinds of subjects. Each subject belongs to one tenant; a token, to one provider of it. */
export const LIMIT_SCOPES = ['clientAddress', 'tenant', 'provider', 'token'] as const;

export type LimitScope = (typeof LIMIT_SCOPES)[number];

export type Limits = Readonly<Record<LimitScope, 'off' | Limit>>;
export type LimitSettings = Readonly<Partial<Record<LimitScope, LimitSetting | undefined>>>;

/**
 * A thousand people who click at the same moment behind one address stay below these limits; a client in a loop exceeds
 * them. docs/tenants.md explains the numbers.
 */
export const DEFAULT_LIMITS: Limits = Object.freeze({
  clientAddress: Object.freeze({ requestsPerSecond: 200, burst: 6000, inFlight: 500 }),
  tenant: Object.freeze({ requestsPerSecond: 400, burst: 12_000, inFlight: 1000 }),
  provider: Object.freeze({ requestsPerSecond: 300, burst: 9000, inFlight: 500 }),
  // Thirty clients of one mailbox that refresh in the same second, four times a minute, stay below.
  token: Object.freeze({ requestsPerSecond: 2, burst: 120, inFlight: 100 }),
});

export const NO_LIMITS: Limits = Object.freeze({
  clientAddress: 'off',
  tenant: 'off',
  provider: 'off',
  token: 'off',
});

/** @returns `base` itself when `settings` is empty, so that tenants without limits of their own share one object */
export function overrideLimits(base: Limits, settings: LimitSettings | undefined): Limits {
  if (settings === undefined || Object.keys(settings).length === 0) return base;
  const entries = LIMIT_SCOPES.map((scope) => [scope, overrideLimit(base[scope], scope, settings[scope])]);
  return Object.freeze(Object.fromEntries(entries) as Limits);
}

function overrideLimit(base: 'off' | Limit, scope: LimitScope, setting?: LimitSetting): 'off' | Limit {
  if (setting === undefined) return base;
  if (setting === 'off') return 'off';
  // A limit that is off has no numbers, so the defaults complete the setting.
  const numbers = base === 'off' ? (DEFAULT_LIMITS[scope] as Limit) : base;
  return Object.freeze({ ...numbers, ...setting });
}
