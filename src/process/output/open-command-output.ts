import { writeFileSync } from 'node:fs';
import { readErrorCode } from '../../config/files/disk.ts';
import { isPipe } from './is-pipe.ts';

/** The part of `process` that it uses. */
export type CommandProcess = Pick<NodeJS.Process, 'stdout' | 'stderr' | 'on' | 'exitCode'>;

export interface CommandOutput {
  write(text: string): void;
}

/** EX_IOERR of sysexits.h. */
const EXIT_OUTPUT = 74;

/**
 * Standard output of a command that ends by itself. A reader that leaves early, as `head` does, changes nothing: the command does
 * its work to the end, since half of it may be done, and its exit code says what came of it. If the output is lost otherwise,
 * on a full disk for example, the command says so and ends with 74.
 */
export function openCommandOutput(host: CommandProcess): CommandOutput {
  const { stdout, stderr } = host;
  let failure: string | undefined;
  const note = (error: unknown): void => {
    const code = readErrorCode(error);
    if (code !== 'EPIPE') failure ??= code;
  };
  // Without a listener, an error would end the process with a stack trace, and with 1.
  stdout.on('error', note);
  // What is said there, the exit code says as well; there is no third place.
  stderr.on('error', () => undefined);
  host.on('exit', () => {
    // In a process that ends at once, as after `--help`, the error is there, but nobody is told any more.
    if (stdout.errored) note(stdout.errored);
    if (failure === undefined) return;
    host.exitCode = EXIT_OUTPUT;
    stderr.write(`Standard output cannot be written (${failure}): what is there is not complete.\n`);
  });
  if (stdout.isTTY || isPipe(stdout.fd)) return { write: (text) => void stdout.write(text) };
  return {
    write(text) {
      try {
        // The stream of Node takes what a nearly full disk has room for as the whole.
        writeFileSync(stdout.fd, text);
      } catch (error) {
        note(error);
      }
    },
  };
}
