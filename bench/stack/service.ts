import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { findFreePort } from '../../src/sandbox/free-port.ts';
import { launch, type Place, type ServerProcess, toServer } from './processes.ts';
import { CLIENT } from './target-process.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const CLI = join(ROOT, 'dist', 'cli.js');

export interface DomiProcess extends ServerProcess {
  readonly managementUrl: string;
  /** Milliseconds from the start of the process to the first 200 of /readyz. */
  readonly readyAfter: number;
}

export interface DomiOptions {
  /** Address of the stub that stands for Zoom's token endpoint. */
  readonly tokenEndpoint: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly execArgv?: readonly string[];
  /** On the measured core by default. */
  readonly place?: Place;
}

/** The options of V8 that `npm start` and the image use. */
const ENGINE = ['--expose-gc', '--no-allocation-site-pretenuring'];

/** Builds the service: benchmarks measure the code that `npm start` runs. */
export function buildService(): void {
  const { status } = spawnSync(process.execPath, [join(ROOT, 'scripts', 'build.ts')], { stdio: 'inherit' });
  if (status !== 0) throw new Error('the service could not be built');
}

/** Without limits, since every request of a benchmark comes from one address. */
const NO_LIMITS: Readonly<Record<string, string>> = { DOMI_LIMITS: 'off' };

/** Starts the whole service on free ports: metrics and access log on, tracing off. */
export async function startDomi(options: DomiOptions): Promise<DomiProcess> {
  const folder = mkdtempSync(join(tmpdir(), 'domi-bench-'));
  const file = join(folder, 'providers.json');
  writeFileSync(file, JSON.stringify({ providers: { zoom: { tokenEndpoint: options.tokenEndpoint } } }));
  const [port, managementPort] = [await findFreePort(), await findFreePort()];
  const begin = performance.now();
  const child = launch({
    module: CLI,
    args: ['serve'],
    place: options.place ?? 'measured',
    execArgv: [...ENGINE, ...(options.execArgv ?? [])],
    environment: {
      ...NO_LIMITS,
      OAUTH_HOSTNAME: `http://localhost:${port}`,
      PORT: String(port),
      METRICSPORT: String(managementPort),
      DOMI_CONFIG: file,
      DOMI_ALLOW_INSECURE_PROVIDERS: 'true',
      DOMI_PROBE_SECONDS: '0',
      DOMI_SEAL_KEYS: `k1:${randomBytes(32).toString('base64url')}`,
      ZOOM_CLIENT_ID: CLIENT.id,
      ZOOM_CLIENT_SECRET: CLIENT.secret,
      ...options.environment,
    },
  });
  const managementUrl = `http://127.0.0.1:${managementPort}`;
  const server = toServer(child, port);
  try {
    await waitUntilReady(managementUrl, () => child.exitCode);
  } catch (error) {
    await server.stop();
    throw error;
  }
  return {
    ...server,
    managementUrl,
    readyAfter: performance.now() - begin,
    async stop() {
      await server.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

const READY_WITHIN_MS = 60_000;

async function waitUntilReady(managementUrl: string, exitCode: () => number | null): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS;
  while (performance.now() < deadline) {
    if (exitCode() !== null) throw new Error(`the service ended with ${exitCode()}`);
    const answer = await fetch(`${managementUrl}/readyz`).catch(() => undefined);
    if (answer?.status === 200) return;
    await setTimeout(5);
  }
  throw new Error('the service did not become ready');
}
