import { join } from 'node:path';
import type { LoadOptions } from './generate-load.ts';
import { type Target, warmUpInTurn } from './measure.ts';
import { type Place, pin, type ServerProcess, startServer } from './processes.ts';
import { buildService, startDomi } from './service.ts';
import { makeRefreshToken, type TokenSize } from './tokens.ts';

/** How the stub of the provider behaves. */
export interface Upstream {
  /** Milliseconds. */
  readonly latency: number;
  readonly bytes: TokenSize;
}

export interface Provider extends ServerProcess {
  readonly tokenEndpoint: string;
  behave(upstream: Upstream): Promise<void>;
}

export async function startProvider(place: Place = 'aside'): Promise<Provider> {
  const server = await startServer({ module: join(import.meta.dirname, 'provider.ts'), place });
  return {
    ...server,
    tokenEndpoint: `${server.url}/token`,
    async behave({ latency, bytes }) {
      await fetch(`${server.url}/${latency}/${bytes}`, { method: 'PUT' });
    },
  };
}

/** Builds the service, pins this process away from the measured core, and runs a provider during the work. */
export async function withProvider(work: (provider: Provider) => Promise<void>): Promise<void> {
  buildService();
  pin(process.pid, 'aside');
  const provider = await startProvider();
  try {
    await work(provider);
  } finally {
    await provider.stop();
  }
}

/** Builds the request that Notes sends, with a new token each time. */
export function askForRefresh(bytes: TokenSize): LoadOptions['request'] {
  return () => ({
    path: '/dominoZoomRefresh',
    headers: {
      authorization: `Bearer ${makeRefreshToken(bytes)}`,
      'content-type': 'application/json',
    },
  });
}

export interface RefreshTargets {
  /** Floor, Koa with got, DOMI. */
  readonly all: readonly [Target, Target, Target];
  stop(): Promise<void>;
}

/** Starts the three targets that do the same work, each in its own process on the measured core, and warms them up. */
export async function startRefreshTargets({ tokenEndpoint }: Provider): Promise<RefreshTargets> {
  const start = (name: string): Promise<ServerProcess> =>
    startServer({ module: join(import.meta.dirname, name), place: 'measured', args: [tokenEndpoint] });
  const all = [
    { name: 'floor', server: await start('floor.ts') },
    { name: 'Koa + got', server: await start('koa-got.ts') },
    { name: 'DOMI', server: await startDomi({ tokenEndpoint }) },
  ] as const;
  await warmUpInTurn(
    all.map(({ server }) => server),
    askForRefresh(800),
  );
  return {
    all,
    stop: async () => {
      await Promise.all(all.map(({ server }) => server.stop()));
    },
  };
}
