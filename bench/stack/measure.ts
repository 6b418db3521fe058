import { median, spread } from '../table.ts';
import { generateLoad, type LoadOptions, type LoadResult } from './generate-load.ts';
import { readCpuSeconds, type ServerProcess } from './processes.ts';

/** A server that answers refreshes. */
export interface Target {
  readonly name: string;
  readonly server: ServerProcess;
  /** Builds its requests, if they differ from those of the other targets. */
  readonly request?: LoadOptions['request'];
}

export interface Rounds {
  readonly request: LoadOptions['request'];
  readonly connections: number;
  readonly rounds: number;
  /** Seconds that one target is measured in one round. */
  readonly seconds: number;
  readonly rate?: number;
}

/** Medians over the rounds. */
export interface Measured {
  readonly name: string;
  readonly perSecond: number;
  /** Requests per second of CPU time, which is the capacity of one core; undefined if it cannot be measured. */
  readonly perCore: number | undefined;
  readonly rounds: readonly Round[];
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

export interface Round {
  readonly perSecond: number;
  readonly perCore: number | undefined;
  readonly latency: LoadResult['latency'];
}

/** CPU seconds of a round below which they are too imprecise: /proc counts in hundredths. */
const LEAST_CPU_SECONDS = 0.1;

const WARM_UP_CONNECTIONS = 32;

export async function warmUp(
  server: ServerProcess,
  request: LoadOptions['request'],
  requests = 12_000,
): Promise<void> {
  await generateLoad({
    url: server.url,
    request,
    connections: WARM_UP_CONNECTIONS,
    requests,
  });
}

/** V8 keeps optimizing the code until it has run for some 30,000 requests. */
const UNTIL_COMPILED = 30_000;
const PORTION = 2_000;

/**
 * Warms up servers for a comparison, in turn and in portions. One after the other gave wrong results: of four equal
 * servers, the first, which was idle while the others were warmed up, was a third slower than the last.
 */
export async function warmUpInTurn(
  servers: readonly ServerProcess[],
  request: LoadOptions['request'],
): Promise<void> {
  for (let answered = 0; answered < UNTIL_COMPILED; answered += PORTION) {
    for (const server of servers) await warmUp(server, request, PORTION);
  }
}

/**
 * Measures all targets in turn, round by round, so that other load on the machine affects all of them and their ratio
 * stays valid.
 * @throws Error when a response was not 200, since failures are faster than successes
 */
export async function measureInTurn(targets: readonly Target[], options: Rounds): Promise<Measured[]> {
  const { rounds, ...load } = options;
  const all = new Map<Target, Round[]>(targets.map((target) => [target, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const target of targets) all.get(target)?.push(await measureRound(target, load));
  }
  return targets.map((target) => summarize(target.name, all.get(target) ?? []));
}

async function measureRound(target: Target, load: Omit<Rounds, 'rounds'>): Promise<Round> {
  const { name, server, request = load.request } = target;
  const before = readCpuSeconds(server.pid);
  const result = await generateLoad({ ...load, request, url: server.url });
  const after = readCpuSeconds(server.pid);
  if (result.failures > 0)
    throw new Error(`${name}: ${result.failures} of ${result.requests} requests failed`);
  const used = before === undefined || after === undefined ? 0 : after - before;
  return {
    perSecond: result.requests / result.seconds,
    perCore: used >= LEAST_CPU_SECONDS ? result.requests / used : undefined,
    latency: result.latency,
  };
}

function summarize(name: string, rounds: readonly Round[]): Measured {
  return {
    name,
    perSecond: median(rounds.map(({ perSecond }) => perSecond)),
    perCore: hasCpuTime(rounds) ? median(listRates(rounds, true)) : undefined,
    rounds,
    p50: median(rounds.map(({ latency }) => latency.p50)),
    p99: median(rounds.map(({ latency }) => latency.p99)),
  };
}

/**
 * Compares the capacity of one core, or the throughput if CPU time cannot be measured. The result is the median of the
 * ratios of each round, since a slow machine affects both targets of a round.
 */
export function compare(one: Measured, other: Measured): number {
  const byCore = hasCpuTime(one.rounds) && hasCpuTime(other.rounds);
  const others = listRates(other.rounds, byCore);
  return median(listRates(one.rounds, byCore).map((rate, round) => rate / (others[round] ?? Number.NaN)));
}

/** @returns half the distance from the slowest to the fastest round, in percent of the median */
export function measureSpread({ rounds }: Measured): number {
  return spread(listRates(rounds, hasCpuTime(rounds)));
}

function hasCpuTime(rounds: readonly Round[]): boolean {
  return rounds.every(({ perCore }) => perCore !== undefined);
}

function listRates(rounds: readonly Round[], byCore: boolean): number[] {
  return rounds.map(({ perCore, perSecond }) => (byCore ? (perCore ?? Number.NaN) : perSecond));
}
