/**
 * Every time budget that depends on another one, in milliseconds. `test/time/budgets.test.ts` holds the relations.
 */

/** Set by Notes: libcurl gives up then, and the user sees an error. A whole refresh must fit into it. */
export const NOTES_TIMEOUT = 30_000;

/**
 * How long a client waits for one grant at a provider: every attempt, every client secret, and the wait for another replica
 * that asks with the same token. Below `NOTES_TIMEOUT`, so that Notes gets our error, which says whether the token is still
 * valid, before it gives up. The difference of 5 s is for two networks and a busy machine.
 */
export const GRANT_BUDGET = 25_000;

/**
 * What must be left of `GRANT_BUDGET` when a request is written: with less, its answer would come when nobody waits for it, and
 * it may spend a token that is good once. Providers answer within a second; one whose answers take longer than this sets off
 * an alert (`DomiProviderSlow`).
 */
export const LEAST_ANSWER_TIME = 5000;

/**
 * How long a request that was written is read for after its client was told that the time is over. The token is probably
 * spent: an answer that comes now is kept, and the client gets it when it tries again.
 */
export const LATE_ANSWER_TIME = 10_000;

/** How long a token may be at the provider, and so how long another replica stays in doubt about it. */
export const CALL_BUDGET = GRANT_BUDGET + LATE_ANSWER_TIME;

/**
 * From the end of the drain delay until connections are cut. Above `GRANT_BUDGET`, so that every refresh in flight ends for its
 * client; below `CALL_BUDGET`, since no pod should wait that long for an answer that is late. The chart requires a longer
 * grace period of the pod.
 */
export const DRAIN_BUDGET = 28_000;

/**
 * To send the remaining spans after all connections are closed. Fits into the pod's grace period with `DRAIN_BUDGET`.
 */
export const TELEMETRY_BUDGET = 3000;

/**
 * To write the remaining log lines at the end of the process. A reader that stalls, or a disk that hangs, gets no more time.
 * Fits into the pod's grace period with the two above.
 */
export const OUTPUT_BUDGET = 1000;

/**
 * How long one call of the file system may take in a thread that reads the configuration. A server of files that restarts is
 * back in less; after that the thread is given up, and a new one is started.
 */
export const FILE_BUDGET = 30_000;

/** The same for all the work of such a thread: 100,000 tenants take a minute on a slow machine. */
export const THREAD_BUDGET = 600_000;

/** How long the end of such a thread is waited for. */
export const THREAD_END_BUDGET = 1000;

/**
 * How long a lease outlives a replica that died. It is renewed `RENEWALS` times in that period, so that a replica that
 * stalls for seconds keeps it. A client that waits for a dead replica must still get a response in time: `LEASE_TIME`
 * and a call after it fit into `GRANT_BUDGET`.
 */
export const LEASE_TIME = 9000;
export const RENEWALS = 6;

/**
 * The longest pause between two connections to the store, also when it goes up and down. With the next renewal it fits into what
 * is left of a lease, so that a replica that loses the store for an instant does not look as if it had died.
 */
export const RECONNECT_PAUSE = 1000;

/**
 * How long one refresh may wait for the store, all commands together, and so may a fair-use count. A store in the same
 * network answers within 2 ms. A slow one must not delay refreshes, since each works without it.
 */
export const STORE_BUDGET = 50;

/**
 * For a client to take an answer that is ready. The largest one for users, a font of 48 KB, then needs 2.4 KB a second; tokens
 * fit into a few packets. After this, somebody holds the connection who does not read.
 */
export const SEND_BUDGET = 20_000;

/** Pause between two checks whether another replica has finished: short at first, since most calls are short. */
export const FIRST_PAUSE = 25;
export const LONGEST_PAUSE = 250;

/** How long an answer waits for requests of other replicas while replay is off. */
export const HAND_OVER_TIME = 8 * LONGEST_PAUSE;
