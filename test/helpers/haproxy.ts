import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findFreePort } from '../../src/sandbox/free-port.ts';
import { findProgram } from './find-program.ts';
import { waitFor } from './service-process.ts';

export interface Haproxy {
  readonly url: string;
  stop(): Promise<void>;
}

/** @returns the program, or undefined when this machine has none */
export function findHaproxy(): Promise<string | undefined> {
  return findProgram(['haproxy', '/usr/sbin/haproxy']);
}

/**
 * HAProxy in front of the given servers, with its own defaults for trying again.
 * @param balance what stands behind `balance`
 * @param servers addresses such as `127.0.0.1:8878`
 * @param directives for the frontend
 */
export async function startHaproxy(
  program: string,
  balance: string,
  servers: readonly string[],
  directives: readonly string[] = [],
): Promise<Haproxy> {
  const folder = await mkdtemp(join(tmpdir(), 'domi-haproxy-'));
  const port = await findFreePort();
  const file = join(folder, 'haproxy.cfg');
  await writeFile(
    file,
    `
defaults
  mode http
  timeout connect 5s
  timeout client 50s
  timeout server 50s
frontend web
  bind 127.0.0.1:${port}
${directives.map((directive) => `  ${directive}\n`).join('')}  default_backend service
backend service
  balance ${balance}
${servers.map((address, index) => `  server pod${index} ${address}`).join('\n')}
`,
  );
  const haproxy = spawn(program, ['-f', file, '-db'], { stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;

  async function stop(): Promise<void> {
    if (haproxy.exitCode === null && haproxy.signalCode === null) {
      haproxy.kill('SIGTERM');
      await once(haproxy, 'exit');
    }
    await rm(folder, { recursive: true });
  }
  await waitFor(async () => {
    if (haproxy.exitCode !== null) throw new Error(`haproxy ended with code ${haproxy.exitCode}`);
    return fetch(url).then(
      () => true,
      () => undefined,
    );
  });
  return { url, stop };
}
