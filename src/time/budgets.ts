/**
 * Every time budget that depends on another one, in milliseconds. `test/time/budgets.test.ts` holds the relations.
 */

/**
 * Not ours: libcurl in Notes gives up then, and the user sees an error. Everything that a refresh does must fit in.
 */
export const NOTES_TIMEOUT = 30_000;

/**
 * One grant at a provider: every attempt, every client secret, and the wait for another replica that asks with the same
 * token. Below `NOTES_TIMEOUT`, so that Notes gets our error, which says whether the token is still good, before it gives
 * up; 5 s are left for two networks and a busy machine.
 */
export const GRANT_BUDGET = 25_000;

/**
 * From the end of the drain delay until connections are cut. Above `GRANT_BUDGET`, so that every refresh in flight ends
 * and its tokens reach their client. The chart requires a longer grace period of the pod.
 */
export const DRAIN_BUDGET = 28_000;

/** For spans that are left when all connections are closed. With `DRAIN_BUDGET` still within the pod's grace period. */
export const TELEMETRY_BUDGET = 3000;

/**
 * How long a lease outlives a replica that died. Renewed three times within it, so that a replica that stalls for seconds
 * keeps it. A client that waits for a dead replica must still get a response in time: `LEASE_TIME` and a call after it fit
 * into `GRANT_BUDGET`.
 */
export const LEASE_TIME = 9000;

/**
 * What the store may cost one refresh, all commands together, and a fair-use count. A store in the same network answers in
 * one or two; a slow one must not be felt, since every refresh works without it.
 */
export const STORE_BUDGET = 50;

/** How long an answer waits for requests of other replicas while replay is off: eight of their longest pauses. */
export const HAND_OVER_TIME = 2000;

/** Between two looks at what another replica does: short at first, since most calls are. */
export const FIRST_PAUSE = 25;
export const LONGEST_PAUSE = 250;
