import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureCompiled } from '../../test/helpers/compiled-service.ts';
import { findRedis } from '../../test/helpers/redis.ts';
import { type RedisTopology, startSentinel } from '../../test/helpers/redis-topology.ts';
import { type Replica, startReplica } from './replica.ts';
import { createSiteFiles, type SiteFiles } from './site-files.ts';
import { type SoakProvider, startSoakProvider } from './soak-provider.ts';
import type { Tally } from './tally.ts';

export const WEBHOOK_SECRET = 'webhook-secret-of-the-soak';
export const PUBLIC_HOST = 'domi.example.com';

/** Two replicas with one store (a primary and its replica behind Sentinel) and one provider. */
export interface Site {
  readonly replicas: readonly Replica[];
  readonly provider: SoakProvider;
  readonly files: SiteFiles;
  /** Undefined without redis-server. */
  readonly store: RedisTopology | undefined;
  /** Whether a replica went on without the store since then, as it does when an answer takes more than 50 ms. */
  hadOutageSince(moment: number): boolean;
  /** Resolves when a replica has ended, with its name, how, and its last output. */
  readonly firstEnd: Promise<string>;
  readonly random: () => number;
  readonly tally: Tally;
  stop(): Promise<void>;
}

export async function startSite(random: () => number, tally: Tally): Promise<Site> {
  const program = ensureCompiled();
  const provider = await startSoakProvider(random);
  const folder = mkdtempSync(join(tmpdir(), 'domi-soak-'));
  const files = createSiteFiles(folder, provider);
  const redis = await findRedis();
  const store = redis === undefined ? undefined : await startSentinel(redis);
  const environment = {
    OAUTH_HOSTNAME: `https://${PUBLIC_HOST}`,
    PORT: '0',
    METRICSPORT: '0',
    DOMI_ALLOW_INSECURE_PROVIDERS: 'true',
    DOMI_PROBE_SECONDS: '0',
    DOMI_TRUSTED_PROXIES: '127.0.0.1',
    ZOOM_CLIENT_ID: 'soak-client',
    ZOOM_WEBHOOK_SECRET: WEBHOOK_SECRET,
    ...files.environment,
    ...store?.environment,
  };
  const replicas = await Promise.all(
    ['A', 'B'].map((name) => startReplica(name, program, environment, tally)),
  );
  const firstEnd = Promise.race(
    replicas.map(async ({ name, ended, output }) => `${name} ended with ${await ended}: ${output.text}`),
  );
  return {
    replicas,
    provider,
    files,
    store,
    hadOutageSince: (moment) => replicas.some(({ output }) => output.lastWithoutStore > moment),
    firstEnd,
    random,
    tally,
    async stop() {
      const codes = await Promise.all(replicas.map((replica) => replica.stop()));
      for (const [index, { name, output }] of replicas.entries())
        if (codes[index] !== 0) tally.breach('alive', `${name} ended with ${codes[index]}: ${output.text}`);
      await provider.stop();
      await store?.stop();
      rmSync(folder, { recursive: true });
    },
  };
}
