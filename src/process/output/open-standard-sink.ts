import { write } from 'node:fs';
import { isPipe } from './is-pipe.ts';
import type { Sink } from './sink.ts';

/** `process.stdout` or `process.stderr`. */
export interface StandardStream extends NodeJS.WritableStream {
  readonly fd: number;
}

/**
 * Standard output or standard error. Node's own stream writes pipes and sockets without blocking: when their reader
 * stalls, nothing waits but the lines. It writes files and terminals synchronously, so those are written in a thread of
 * libuv.
 */
export function openStandardSink(stream: StandardStream): Sink {
  if (!isPipe(stream.fd)) {
    return {
      write: (bytes, done) =>
        write(stream.fd, bytes, 0, bytes.length, null, (error, written) =>
          done(error ?? undefined, error ? 0 : written),
        ),
    };
  }
  // Without a listener, a reader that has left would end the process. The callback of `write` gets the error as well.
  stream.on('error', () => undefined);
  return {
    write: (bytes, done) =>
      void stream.write(bytes, (error) => done(error ?? undefined, error ? 0 : bytes.length)),
  };
}
