import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export interface FloodOptions {
  /** Origin of the service. */
  readonly origin: string;
  readonly host: string;
  readonly path: string;
  readonly connections: number;
}

export interface Flood {
  /** @returns how many requests got which status */
  stop(): Promise<Record<string, number>>;
}

/** Starts `flood.ts` in a process of its own, and waits until it has begun. */
export async function startFlood({ origin, host, path, connections }: FloodOptions): Promise<Flood> {
  const args = ['test/helpers/flood.ts', origin, host, path, String(connections)];
  const child = spawn(process.execPath, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  await lines.next();
  return {
    async stop() {
      child.stdin.write('stop\n');
      const { value } = await lines.next();
      return JSON.parse(value as string);
    },
  };
}
