import { type ChildProcess, fork, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';

/** A server in a process of its own, on loopback. */
export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** Counted before anything is bound: once this process is, the number is that of its own cores. */
const CORES = availableParallelism();

export type Place = 'measured' | 'aside' | 'anywhere';

/** One core for what is measured; everything else gets the others. */
const CORES_OF: Readonly<Record<Place, string>> = {
  measured: '0',
  aside: `1-${CORES - 1}`,
  anywhere: `0-${CORES - 1}`,
};

/**
 * Binds a process to its cores, so that load generator and stub do not take time from what is measured. Also for `anywhere`:
 * a process inherits the cores of the one that starts it.
 * @returns false where the system has no `taskset` or only one core
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
  /** Options of Node, `--cpu-prof` for instance. */
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
    // Standard output is read, and thrown away, by this process: an access log costs what it costs in a container.
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

export async function failOnExit(child: ChildProcess, name: string): Promise<never> {
  const [code] = await once(child, 'exit');
  throw new Error(`${name} ended with ${code} before it listened`);
}

/** No variable of this shell reaches what is measured, but those without which Node does not run. */
function pickBase(): Record<string, string> {
  const { PATH = '' } = process.env;
  return { PATH, NODE_ENV: 'production' };
}

/** Clock ticks of /proc are hundredths of a second on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** @returns CPU seconds that a process has used, undefined where there is no /proc */
export function readCpuSeconds(pid: number): number | undefined {
  const stat = readProc(`/proc/${pid}/stat`);
  // The name of the program, in parentheses, may hold spaces.
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (fields === undefined) return undefined;
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** @returns resident memory in MB (1,000,000 bytes), undefined where there is no /proc */
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
