import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** A server in its own process, on loopback. */
export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Read before this process is pinned: afterwards it would be the number of its own cores. */
const CORES = availableParallelism();

export type Place = 'measured' | 'aside' | 'anywhere';

/** The measured process gets one core, everything else gets the others. */
const CORES_OF: Readonly<Record<Place, string>> = {
  measured: '0',
  aside: `1-${CORES - 1}`,
  anywhere: `0-${CORES - 1}`,
};

/**
 * Pins a process to its cores, so that load generator and stub take no time from the measured process. `anywhere` needs it
 * too, since a process inherits the cores of its parent.
 * @returns false if the system has no `taskset` or only one core
 */
export function pin(pid: number, place: Place): boolean {
  if (CORES < 2) return false;
  const options = ['-a', '-c', '-p', CORES_OF[place], String(pid)];
  return spawnSync('taskset', options, { stdio: 'ignore' }).status === 0;
}

export interface StartOptions {
  readonly module: string;
  readonly place: Place;
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  /** Options of Node, for example `--cpu-prof`. */
  readonly execArgv?: readonly string[];
}

/** Starts a module that sends `{ port }` once it listens. */
export async function startServer(options: StartOptions): Promise<ServerProcess> {
  const child = launch(options);
  const [message] = (await Promise.race([once(child, 'message'), failOnExit(child, options.module)])) as [
    { readonly port: number },
  ];
  return toServer(child, message.port);
}

export function launch({ module, place, args = [], environment, execArgv = [] }: StartOptions): ChildProcess {
  const child = fork(module, [...args], {
    execArgv: [...execArgv],
    env: { ...pickBase(), ...environment },
    // This process reads and drops standard output, so that an access log costs as much as in a container.
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  if (child.pid !== undefined) pin(child.pid, place);
  return child;
}

export function toServer(child: ChildProcess, port: number): ServerProcess {
  child.stdout?.resume();
  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const gone = once(child, 'exit');
      child.kill('SIGTERM');
      await gone;
    },
  };
}

async function failOnExit(child: ChildProcess, name: string): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`${name} ended with ${code} before it listened`);
}

/** Passes on only the variables that Node needs to run, so that this shell does not affect the measured process. */
function pickBase(): Record<string, string> {
  const { PATH = '' } = process.env;
  return { PATH, NODE_ENV: 'production' };
}

/** Clock ticks of /proc are hundredths of a second on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** @returns CPU seconds that a process has used; undefined without /proc */
export function readCpuSeconds(pid: number): number | undefined {
  const stat = readProc(`/proc/${pid}/stat`);
  // The name of the program, in parentheses, may contain spaces.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields === undefined) return undefined;
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** @returns resident memory in MB (1,000,000 bytes); undefined without /proc */
export function readResidentMegabytes(pid: number): number | undefined {
  const match = /^VmRSS:\s+(\d+) kB/m.exec(readProc(`/proc/${pid}/status`) ?? '');
  return match ? (Number(match[1]) * 1024) / 1e6 : undefined;
}

function readProc(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
