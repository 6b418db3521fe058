import { close, constants, open, openSync, write } from 'node:fs';
import type { Sink } from './sink.ts';

/** Opening and writing a pipe fails instead of blocking a thread. */
const FLAGS = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NONBLOCK ?? 0);

/** Only the owner may read, since client addresses are personal data. */
const MODE = 0o600;

/** Errors after which the same descriptor works again. */
const PASSING: ReadonlySet<string | undefined> = new Set(['EAGAIN', 'EBUSY', 'EINTR', 'ENOSPC', 'EDQUOT']);

/**
 * Appends to a file; calls of the system run in a thread of libuv, since a disk may hang. After an error the file is opened
 * again by its name: it may have been mounted, replaced or, for a pipe, gotten a new reader meanwhile.
 * @throws Error of Node when the file cannot be opened
 */
export function openFileSink(path: string): Sink {
  let file = openSync(path, FLAGS, MODE);
  let isSuspect = false;

  function append(bytes: Buffer, done: Parameters<Sink['write']>[1]): void {
    write(file, bytes, 0, bytes.length, null, (error, written) => {
      isSuspect = error !== null && !PASSING.has(error.code);
      done(error ?? undefined, error ? 0 : written);
    });
  }

  return {
    write(bytes, done) {
      if (!isSuspect) {
        append(bytes, done);
        return;
      }
      open(path, FLAGS, MODE, (error, next) => {
        if (error) {
          done(error, 0);
          return;
        }
        close(file, () => undefined);
        file = next;
        append(bytes, done);
      });
    },
  };
}
