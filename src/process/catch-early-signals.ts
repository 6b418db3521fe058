/** Signals that arrive before the service listens to them. */
export interface EarlySignals {
  /** Must be called when the service listens to SIGTERM and SIGINT itself. */
  release(): void;
}

/**
 * Ends the process with 0 on a SIGTERM or SIGINT before anything is started, and ignores SIGHUP, since the configuration is
 * still to be read. Without a handler, a signal would end the process as if it had failed, and process 1 of a container would
 * not see it at all.
 * @param isServing other commands keep the default
 */
export function catchEarlySignals(
  host: Pick<NodeJS.Process, 'on' | 'off' | 'exit'>,
  isServing: boolean,
): EarlySignals {
  const stop = (): void => host.exit(0);
  if (isServing) {
    for (const name of ['SIGTERM', 'SIGINT'] as const) host.on(name, stop);
    host.on('SIGHUP', () => undefined);
  }
  return {
    release() {
      for (const name of ['SIGTERM', 'SIGINT'] as const) host.off(name, stop);
    },
  };
}
