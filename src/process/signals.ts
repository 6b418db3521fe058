/** The part of `process` that ends a service. */
export interface SignalHost {
  onSignal(name: 'SIGTERM' | 'SIGINT' | 'SIGHUP', handler: () => void): void;
  exit(code: number): void;
}

export interface Signals {
  /** What the first signal does from now on. Until then it ends the process. */
  leaveBy(leave: () => Promise<void>): void;
}

/**
 * The first SIGTERM or SIGINT leaves, a second one ends the process at once. To be called before anything else: the first
 * process of a container ignores every signal that it has no handler for, so one that comes while a large configuration
 * loads would be lost.
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
    leaveBy(next) {
      leave = next;
    },
  };
}
