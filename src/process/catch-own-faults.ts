/** The part of `process` that it uses. */
export type FaultyProcess = Pick<NodeJS.Process, 'stderr' | 'on' | 'exit'>;

/** EX_SOFTWARE of sysexits.h. */
const EXIT_FAULTY = 70;

/**
 * Ends a command with 70 after an error that nobody has foreseen. Node would end it with 1, which of some commands means that
 * their work is done.
 */
export function catchOwnFaults(host: FaultyProcess): void {
  host.on('uncaughtException', (error) => {
    host.stderr.write(`This is a fault of DOMI. Please report it:\n${error.stack ?? error.message}\n`);
    host.exit(EXIT_FAULTY);
  });
}
