/** The part of `process` that ends it. */
export interface EndingProcess {
  readonly execPath: string;
  exit(code: number): never;
  /** What is still going on, as names of Node. */
  getActiveResourcesInfo(): string[];
  /** Replaces this program by another one; undefined on Windows. */
  readonly execve?:
    | ((file: string, args: readonly string[], environment: NodeJS.ProcessEnv) => never)
    | undefined;
}

/** The beginning of a program that only ends with a code. */
const PROGRAM = 'process.exitCode = ';

/** Work in the threads of libuv: of files, and of name lookups, which take up to half a minute. */
const IN_THREADS = /^(FSReq|GetAddrInfo|GetNameInfo)/;

/**
 * Ends the process, whatever its threads do. `process.exit` waits for all of them, and a thread that hangs in a call of the
 * system, such as a read from a server that is gone, never ends. To replace the program ends every thread: here by
 * one that does nothing but end with the same code. A signal to itself would do too, but process 1 of a container
 * ignores it, and the code would be another one.
 * @param hasWorkers whether there are worker threads, which Node does not list reliably
 */
export function endProcess(host: EndingProcess, code: number, hasWorkers: boolean): never {
  const isWaitedFor = hasWorkers || host.getActiveResourcesInfo().some((name) => IN_THREADS.test(name));
  if (host.execve && isWaitedFor) {
    try {
      host.execve(host.execPath, [host.execPath, '--eval', `${PROGRAM}${code}`], {});
    } catch {
      // The program of Node is gone, for example after an update.
    }
  }
  return host.exit(code);
}
