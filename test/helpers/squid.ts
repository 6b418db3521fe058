import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as elapse } from 'node:timers/promises';
import { findFreePort } from '../../src/sandbox/free-port.ts';
import { findProgram } from './find-program.ts';

export interface Squid {
  readonly port: number;
  /** One line for each request that is over: status and method. A tunnel is over when its connection is closed. */
  readAccessLog(): string;
  stop(): Promise<void>;
}

const AUTHENTICATOR = '/usr/lib/squid/basic_ncsa_auth';

/** @returns the program, or undefined when this machine has none that asks for a password */
export async function findSquid(): Promise<string | undefined> {
  return existsSync(AUTHENTICATOR) ? findProgram(['squid', '/usr/sbin/squid']) : undefined;
}

/** A squid that asks for a user and a password, and lets calls to this machine through, except to one port. */
export async function startSquid(
  program: string,
  user: { readonly name: string; readonly password: string },
  forbiddenPort: number,
): Promise<Squid> {
  const folder = mkdtempSync(join(tmpdir(), 'domi-squid-'));
  // squid gives up the rights of root, and writes its log as another user.
  chmodSync(folder, 0o777);
  const [config, passwords, log] = ['squid.conf', 'passwd', 'access.log'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const port = await findFreePort();
  const hash = execFileSync('openssl', ['passwd', '-apr1', '-stdin'], { input: user.password })
    .toString()
    .trim();
  writeFileSync(passwords, `${user.name}:${hash}\n`);
  writeFileSync(
    config,
    `http_port 127.0.0.1:${port}
pid_filename none
logformat short %>Hs %rm
access_log stdio:${log} short
cache_log ${join(folder, 'cache.log')}
coredump_dir ${folder}
pinger_enable off
cache deny all
shutdown_lifetime 0 seconds
auth_param basic program ${AUTHENTICATOR} ${passwords}
acl known proxy_auth REQUIRED
acl here dst 127.0.0.0/8 ::1
acl forbidden port ${forbiddenPort}
http_access deny forbidden
http_access deny !here
http_access allow known
http_access deny all
`,
  );
  const squid = spawn(program, ['-N', '-f', config], { stdio: 'ignore' });
  await waitUntilListening(squid, port);
  return {
    port,
    readAccessLog: () => readFileSync(log, 'utf8'),
    async stop() {
      squid.kill('SIGKILL');
      if (squid.exitCode === null && squid.signalCode === null) await once(squid, 'exit');
      rmSync(folder, { recursive: true });
    },
  };
}

async function waitUntilListening(squid: ChildProcess, port: number): Promise<void> {
  while (squid.exitCode === null) {
    const socket = net.connect(port, '127.0.0.1').on('error', () => {});
    const isUp = await new Promise((resolve) => {
      socket.once('connect', () => resolve(true)).once('close', () => resolve(false));
    });
    socket.destroy();
    if (isUp) return;
    await elapse(50);
  }
  throw new Error(`squid ended with code ${squid.exitCode}`);
}
