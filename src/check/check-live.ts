import pLimit from 'p-limit';
import type { Tenant } from '../tenants/tenant.ts';
import type { FetchDocument } from '../upstream/document-fetcher.ts';
import { askWithDeadToken, type DeadTokenResult } from './ask-with-dead-token.ts';
import { chooseTokenProbes } from './choose-token-probes.ts';
import { compareMetadata, type MetadataResult } from './compare-metadata.ts';
import { listProbes, type ProbedCredential } from './list-probes.ts';
import { createProber, type LiveDependencies, type ProbeResult } from './prober.ts';
import type { Verdict } from './verdict.ts';

export interface LiveOptions extends LiveDependencies {
  readonly fetchDocument: FetchDocument;
  /** Concurrent calls, for all services together. */
  readonly concurrency: number;
  /** Called before the first response and after each one. */
  readonly onProgress: (done: number, total: number) => void;
}

export type LiveResult = ProbedCredential & ProbeResult;

export interface LiveReport {
  /** In the order of the configuration. */
  readonly results: readonly LiveResult[];
  readonly counts: Readonly<Record<Verdict, number>>;
  /** One for each service that could be asked. */
  readonly deadTokens: readonly DeadTokenResult[];
  /** One for each record that names an issuer. */
  readonly metadata: readonly MetadataResult[];
}

/**
 * Asks every token endpoint whether it accepts the credentials, then every service how it answers a dead token, and
 * compares records with what their servers publish.
 */
export async function checkLive(tenants: readonly Tenant[], options: LiveOptions): Promise<LiveReport> {
  const probes = listProbes(tenants);
  const prober = createProber(options);
  const limit = pLimit(options.concurrency);
  let done = 0;
  options.onProgress(done, probes.length);
  const answers = await limit.map(probes, async (probe) => {
    const result = await prober(probe);
    done += 1;
    options.onProgress(done, probes.length);
    return { probe, result };
  });
  const deadTokens = await limit.map(chooseTokenProbes(answers), (probe) => askWithDeadToken(probe, options));
  const metadata = await compareMetadata(tenants, options.fetchDocument, limit);
  const results = answers.flatMap(({ probe, result }) =>
    probe.subjects.map((subject) => ({ ...subject, ...result })),
  );
  return {
    results: sortLikeTenants(results, tenants),
    counts: countVerdicts(results),
    deadTokens,
    metadata,
  };
}

function sortLikeTenants(results: readonly LiveResult[], tenants: readonly Tenant[]): LiveResult[] {
  const rank = new Map(tenants.map(({ id }, index) => [id, index]));
  const order = new Map(
    tenants.flatMap(({ id, providers }) =>
      providers.map((provider, index) => [`${id}/${provider.id}`, index] as const),
    ),
  );
  const place = ({ tenantId, providerId, position }: LiveResult): [number, number, number] => [
    rank.get(tenantId) ?? 0,
    order.get(`${tenantId}/${providerId}`) ?? 0,
    position,
  ];
  return results.toSorted((one, other) => {
    const [a, b] = [place(one), place(other)];
    return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
  });
}

export function countVerdicts(results: readonly LiveResult[]): Record<Verdict, number> {
  const counts = { accepted: 0, refused: 0, unreachable: 0, unknown: 0 };
  for (const { verdict } of results) counts[verdict] += 1;
  return counts;
}
