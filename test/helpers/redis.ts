import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createClient } from 'redis';
import { findFreePort } from '../../src/sandbox/free-port.ts';
import type { Script } from '../../src/store/scripts.ts';

export interface Redis {
  readonly port: number;
  readonly url: string;
  /** Stops it in its tracks: connections stay, and nothing is answered. */
  freeze(): void;
  thaw(): void;
  /** Ends it without a chance to say anything. */
  kill(): Promise<void>;
  configure(name: string, value: string): Promise<unknown>;
  /** Forgets everything. */
  flush(): Promise<unknown>;
  /** Runs any command, without a login. */
  command(...words: string[]): Promise<unknown>;
  /** How often a script has run, by its digest. */
  countRuns(script: Script): Promise<number>;
  /** Every key and value that it holds, as text. */
  dump(): Promise<string>;
}

/**
 * Ends the server, and removes its folder ($0), when this process has ended or has seen the server end: then the pipe
 * closes. `exec` keeps the id of the process, and so signals reach the server.
 */
const SUPERVISE =
  'exec 3<&0 </dev/null; { cat <&3 >/dev/null; kill -9 $$; rm -rf "$0"; } & exec 3<&-; exec "$@"';

/** @returns the program, or undefined when this machine has none */
export async function findRedis(): Promise<string | undefined> {
  for (const place of ['redis-server', 'valkey-server', '/usr/bin/redis-server']) {
    const works = await promisify(execFile)(place, ['--version']).then(
      () => true,
      () => false,
    );
    if (works) return place;
  }
  return undefined;
}

/**
 * A real server that keeps nothing on disk.
 * @param port where it listened before, to come back there
 * @param more options of redis-server
 * @param sentinelFile makes it a Sentinel with this configuration
 */
export async function startRedis(
  program: string,
  port?: number,
  more: readonly string[] = [],
  sentinelFile?: string,
): Promise<Redis> {
  const actualPort = port ?? (await findFreePort());
  const address = ['--port', actualPort, '--bind', '127.0.0.1'];
  const options = sentinelFile
    ? [sentinelFile, '--sentinel', ...address]
    : [...address, '--save', '', '--appendonly', 'no'];
  // Every command counts as slow: the slow log then tells what was asked, scripts by their digest.
  const log = ['--slowlog-log-slower-than', '0', '--slowlog-max-len', '10000'];
  // Replication and clusters write files, whatever the options.
  const folder = mkdtempSync(join(tmpdir(), 'domi-redis-'));
  const command = [program, ...options, ...log, '--dir', folder, ...more].map(String);
  const server: ChildProcess = spawn('sh', ['-c', SUPERVISE, folder, ...command], {
    stdio: ['pipe', 'ignore', 'ignore'],
    // In a group of its own: Ctrl+C ends the tests, and the pipe ends the server.
    detached: true,
  });
  const url = `redis://127.0.0.1:${actualPort}`;
  await withClient(url, (client) => client.ping());

  return {
    port: actualPort,
    url,
    freeze: () => void server.kill('SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
    async kill() {
      if (server.exitCode !== null || server.signalCode !== null) return;
      server.kill('SIGKILL');
      await once(server, 'exit');
    },
    command: (...words) => withClient(url, (client) => client.sendCommand(words)),
    configure: (name, value) => withClient(url, (client) => client.configSet(name, value)),
    flush: () => withClient(url, (client) => client.flushAll()),
    countRuns: ({ sha1 }) =>
      withClient(url, async (client) => {
        const entries = (await client.sendCommand(['SLOWLOG', 'GET', '-1'])) as SlowLogEntry[];
        return entries.filter(([, , , [command, digest]]) => command === 'EVALSHA' && digest === sha1).length;
      }),
    dump: () =>
      withClient(url, async (client) => {
        const lines: string[] = [];
        for (const key of await client.keys('*')) {
          const type = await client.type(key);
          const value = type === 'hash' ? await client.hGetAll(key) : await client.get(key);
          lines.push(`${key} ${await client.pTTL(key)} ${JSON.stringify(value)}`);
        }
        return lines.join('\n');
      }),
  };
}

/** Number, time, microseconds, words of the command. */
type SlowLogEntry = readonly [number, number, number, readonly string[]];

type Client = ReturnType<typeof createClient>;

/** Waits for the server, however long it takes to come up. */
async function withClient<T>(url: string, use: (client: Client) => Promise<T>): Promise<T> {
  const client = createClient({ url, socket: { reconnectStrategy: () => 20 } });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await use(client as Client);
  } finally {
    client.destroy();
  }
}
