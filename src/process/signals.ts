/** The part of `process` that ends a service. */
export interface SignalHost {
  onSignal(name: 'SIGTERM' | 'SIGINT' | 'SIGHUP', handler: () => void): void;
  exit(code: number): void;
}

export interface Signals {
  /** Sets the action of the first signal. Without an action, the first signal ends the process. */
  onShutdown(leave: () => Promise<void>): void;
}

/**
 * The first SIGTERM or SIGINT shuts the service down, a second one ends the process at once. Must be called before
 * anything that takes time: process 1 of a container ignores every signal that has no handler, so a signal during the load of a
 * large configuration would be lost.
 */
export function listenToSignals(host: SignalHost): Signals {
  let leave = (): Promise<void> => Promise.resolve();
  let isLeaving = false;

  function stop(): void {
    if (isLeaving) {
      host.exit(1);
      return;
    }
    isLeaving = true;
    leave().then(
      () => host.exit(0),
      () => host.exit(1),
    );
  }

  host.onSignal('SIGTERM', stop);
  host.onSignal('SIGINT', stop);
  return {
    onShutdown(next) {
      leave = next;
    },
  };
}
