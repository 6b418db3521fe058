/**
 * The failures of an endpoint since its last success. One token counts once, and one client for a part of the total only:
 * a service may fail with a token, and a client may present such tokens without end.
 */
export interface FailureCount {
  readonly total: number;
  /** There was no connection. That concerns the endpoint, whoever asks, so every call counts. */
  addUnreachable(): void;
  /** A call failed that presented a token. */
  addToken(clientNetwork: string, fingerprint: string): void;
}

/** @param mostPerClient number of different tokens that count for one client network; bounds the memory too */
export function createFailureCount(mostPerClient: number): FailureCount {
  const tokens = new Map<string, Set<string>>();
  let total = 0;
  return {
    get total() {
      return total;
    },
    addUnreachable() {
      total += 1;
    },
    addToken(clientNetwork, fingerprint) {
      const ofClient = tokens.get(clientNetwork) ?? new Set<string>();
      if (ofClient.size >= mostPerClient || ofClient.has(fingerprint)) return;
      tokens.set(clientNetwork, ofClient.add(fingerprint));
      total += 1;
    },
  };
}
