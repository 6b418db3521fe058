import { setTimeout as delay } from 'node:timers/promises';
import { findFreePort } from '../../src/sandbox/free-port.ts';
import { buildDocumentedSite } from '../helpers/documented-site.ts';
import { send } from '../helpers/http.ts';
import { type Nginx, type NginxOptions, startNginx } from '../helpers/nginx.ts';
import { type Serving, serveProcess } from '../helpers/service-process.ts';

/** Two replicas of the compiled service behind nginx, and what Kubernetes does for them. */
export interface Replicas {
  /** Where nginx listens. */
  readonly url: string;
  readonly running: readonly Serving[];
  /** Ends one with SIGTERM, starts its successor, and resolves when nginx leads requests there. */
  restart(index: number): Promise<{ code: number | null; output: string }>;
  stop(): Promise<void>;
}

export interface ReplicaOptions {
  readonly nginx: string;
  /** Arguments for Node. */
  readonly program: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** The documented one by default. */
  readonly site?: NginxOptions['site'];
}

export async function startReplicas(options: ReplicaOptions): Promise<Replicas> {
  const { environment, program, site = buildDocumentedSite } = options;
  const start = async (): Promise<Serving> =>
    serveProcess({ ...environment, PORT: String(await findFreePort()), METRICSPORT: '0' }, program);
  const running = await Promise.all([start(), start()]);
  let led = running.map(toAddress);
  const nginx: Nginx = await startNginx(options.nginx, { upstreams: led, site });

  /** As the endpoint controller: nginx gets to know those that say they are ready. */
  let isWatching = true;
  const watching = (async () => {
    while (isWatching) {
      const ready = await Promise.all(
        running.map(async (one) => ((await isReady(one)) ? [toAddress(one)] : [])),
      );
      const next = ready.flat();
      if (next.join() !== led.join()) {
        await nginx.reload({ upstreams: next, site, port: nginx.port });
        led = next;
      }
      await delay(50);
    }
  })();

  return {
    url: `http://127.0.0.1:${nginx.port}`,
    running,
    async restart(index) {
      const leaving = running[index] as Serving;
      leaving.process.kill('SIGTERM');
      const end = await leaving.exited;
      const next = await start();
      running[index] = next;
      while (!led.includes(toAddress(next))) await delay(50);
      return end;
    },
    async stop() {
      isWatching = false;
      await watching;
      await nginx.stop();
      for (const one of running) one.process.kill('SIGKILL');
      await Promise.all(running.map(({ exited }) => exited));
    },
  };
}

const toAddress = ({ web }: Serving): string => new URL(web).host;

async function isReady({ management }: Serving): Promise<boolean> {
  return send(`${management}/readyz`).then(
    ({ status }) => status === 200,
    () => false,
  );
}
