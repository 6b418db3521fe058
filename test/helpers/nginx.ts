import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { findFreePort } from '../../src/sandbox/free-port.ts';

export interface Nginx {
  readonly port: number;
  stop(): Promise<void>;
}

export interface NginxOptions {
  /** Addresses such as `127.0.0.1:8878`, used in turn. */
  readonly upstreams: readonly string[];
  /** Port to listen on; any free one by default. */
  readonly port?: number;
  /** Directives for the `server` block, for tests about a setting. */
  readonly directives?: readonly string[];
}

/** Debian keeps it where the path of an ordinary user does not look. */
const PLACES = ['nginx', '/usr/sbin/nginx', '/usr/local/sbin/nginx'];

/** @returns the program, or undefined when this machine has none */
export async function findNginx(): Promise<string | undefined> {
  for (const place of PLACES) {
    const works = await promisify(execFile)(place, ['-v']).then(
      () => true,
      () => false,
    );
    if (works) return place;
  }
  return undefined;
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
    await waitUntilListening(nginx, port);
  } catch (error) {
    await stop();
    throw error;
  }

  async function stop(): Promise<void> {
    if (nginx.exitCode === null && nginx.signalCode === null) {
      nginx.kill('SIGTERM');
      await once(nginx, 'exit');
    }
    await rm(folder, { recursive: true });
  }
  return { port, stop };
}

/** What a package manager installs, with everything that it writes in a folder of its own and of its own user. */
function buildConfiguration(
  folder: string,
  port: number,
  { upstreams, directives = [] }: NginxOptions,
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
}
`;
}

async function waitUntilListening(nginx: ChildProcess, port: number): Promise<void> {
  const failed = once(nginx, 'exit').then(([code]) => {
    throw new Error(`nginx ended with code ${code}`);
  });
  failed.catch(() => {});
  for (let attempt = 0; attempt < 100; attempt += 1) {
    if (await Promise.race([canConnect(port), failed])) return;
    await delay(50);
  }
  throw new Error('nginx does not listen');
}

async function canConnect(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  return once(socket, 'connect')
    .then(
      () => true,
      () => false,
    )
    .finally(() => socket.destroy());
}
