import type { Client } from '../../src/refresh/flights.ts';

/** A client that waits for its answer until the test hangs it up. */
export interface Connection extends Client {
  hangUp(): void;
}

export function createConnection(): Connection {
  const listeners: (() => void)[] = [];
  let hasGone = false;
  return {
    hasGone: () => hasGone,
    onGone: (listener) => void listeners.push(listener),
    hangUp() {
      hasGone = true;
      for (const listener of listeners.splice(0)) listener();
    },
  };
}
