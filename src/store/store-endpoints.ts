export const STORE_MODES = ['single', 'sentinel', 'cluster'] as const;

/**
 * `single`: one server, or a primary with replicas behind one address. `sentinel`: the addresses are those of Sentinel,
 * which names the primary. `cluster`: the addresses are some nodes of a Redis Cluster.
 */
export type StoreMode = (typeof STORE_MODES)[number];

export interface StoreAddress {
  readonly host: string;
  readonly port: number;
}

/** Where the store is, and how to log in. */
export interface StoreEndpoints {
  readonly mode: StoreMode;
  /** At least one; exactly one in mode `single`. */
  readonly addresses: readonly StoreAddress[];
  readonly isTls: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
  /** 0 in a cluster, which has no other. */
  readonly database: number;
  /** The name that Sentinel watches; in mode `sentinel` only. */
  readonly master: string | undefined;
}
