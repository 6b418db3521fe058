import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort } from '../../src/sandbox/free-port.ts';
import { findProgram } from './find-program.ts';

export interface Nginx {
  readonly port: number;
  /** Goes over to another configuration without losing a request, and resolves when no new one meets the old. */
  reload(options: NginxOptions): Promise<void>;
  stop(): Promise<void>;
}

export interface NginxOptions {
  /** Addresses such as `127.0.0.1:8878`, used in turn. */
  readonly upstreams: readonly string[];
  /** Blocks `upstream` and `server` in place of the stock ones, for those upstreams and that port. */
  readonly site?: (upstreams: readonly string[], port: number, folder: string) => string;
  /** Port to listen on; any free one by default. */
  readonly port?: number;
  /** Directives for the `server` block, for tests about a setting. */
  readonly directives?: readonly string[];
}

/** @returns the program, or undefined when this machine has none */
export function findNginx(): Promise<string | undefined> {
  return findProgram(['nginx', '/usr/sbin/nginx', '/usr/local/sbin/nginx']);
}

/** A stock nginx in front of the given servers: its buffers are the defaults, 4 KB for a response head. */
export async function startNginx(program: string, options: NginxOptions): Promise<Nginx> {
  const folder = await mkdtemp(join(tmpdir(), 'domi-nginx-'));
  const port = options.port ?? (await findFreePort());
  const file = join(folder, 'nginx.conf');
  await writeFile(file, buildConfiguration(folder, port, options));
  const nginx = spawn(program, ['-p', folder, '-c', file, '-e', join(folder, 'error.log')], {
    stdio: 'inherit',
  });
  try {
    await waitUntilListening(nginx, join(folder, 'nginx.pid'));
  } catch (error) {
    await stop();
    throw error;
  }

  async function reload(next: NginxOptions): Promise<void> {
    await writeFile(file, buildConfiguration(folder, port, next));
    const before = await listWorkers(nginx.pid);
    nginx.kill('SIGHUP');
    for (;;) {
      const workers = await listWorkers(nginx.pid);
      const isNew = workers.some(({ pid }) => !before.some((old) => old.pid === pid));
      const isOldIdle = workers.every(({ pid, leaves }) => leaves || !before.some((old) => old.pid === pid));
      if (isNew && isOldIdle) return;
      await delay(20);
    }
  }

  async function stop(): Promise<void> {
    if (nginx.exitCode === null && nginx.signalCode === null) {
      nginx.kill('SIGTERM');
      await once(nginx, 'exit');
    }
    await rm(folder, { recursive: true });
  }
  return { port, reload, stop };
}

/** A worker that leaves still answers what it has, and accepts nothing. */
async function listWorkers(master: number | undefined): Promise<{ pid: string; leaves: boolean }[]> {
  const children = await readFile(`/proc/${master}/task/${master}/children`, 'utf8');
  const workers = children
    .trim()
    .split(' ')
    .map(async (pid) => {
      const title = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => 'gone, shutting down');
      return { pid, leaves: title.includes('shutting down') };
    });
  return Promise.all(workers);
}

/** What a package manager installs, with everything that it writes in a folder of its own and of its own user. */
function buildConfiguration(
  folder: string,
  port: number,
  { upstreams, directives = [], site }: NginxOptions,
): string {
  const { uid, username } = userInfo();
  return `
${uid === 0 ? `user ${username};` : '# The workers run as whoever starts nginx.'}
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
events { worker_connections 768; }
http {
  sendfile on;
  tcp_nopush on;
  gzip on;
  access_log ${folder}/access.log;
  client_body_temp_path ${folder}/body;
  proxy_temp_path ${folder}/proxy;
  fastcgi_temp_path ${folder}/fastcgi;
  uwsgi_temp_path ${folder}/uwsgi;
  scgi_temp_path ${folder}/scgi;
  ${site?.(upstreams, port, folder) ?? buildStockSite(upstreams, port, directives)}
}
`;
}

function buildStockSite(upstreams: readonly string[], port: number, directives: readonly string[]): string {
  return `
  upstream service { ${upstreams.map((address) => `server ${address};`).join(' ')} }
  server {
    listen 127.0.0.1:${port};
    ${directives.join('\n    ')}
    location / {
      proxy_pass http://service;
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $remote_addr;
      proxy_set_header X-Forwarded-Proto $scheme;
    }
  }
`;
}

/**
 * nginx writes the file once it listens. Trying to connect would say nothing: nock lets a socket wait for its first
 * byte before it really connects.
 */
async function waitUntilListening(nginx: ChildProcess, pidFile: string): Promise<void> {
  const failed = once(nginx, 'exit').then(([code]) => {
    throw new Error(`nginx ended with code ${code}`);
  });
  failed.catch(() => {});
  const exists = (): Promise<boolean> =>
    access(pidFile).then(
      () => true,
      () => false,
    );
  while (!(await Promise.race([exists(), failed]))) await delay(20);
}
