import { median, spread } from '../table.ts';
import { generateLoad, type LoadOptions, type LoadResult } from './load.ts';
import { readCpuSeconds, type ServerProcess } from './processes.ts';

/** Something that answers refreshes. */
export interface Target {
  readonly name: string;
  readonly server: ServerProcess;
  /** Where it wants to be asked in another way than all others. */
  readonly request?: LoadOptions['request'];
}

export interface Rounds {
  readonly request: LoadOptions['request'];
  readonly connections: number;
  readonly rounds: number;
  /** Seconds of one round of one target. */
  readonly seconds: number;
  readonly rate?: number;
}

/** Medians over the rounds. */
export interface Measured {
  readonly name: string;
  readonly perSecond: number;
  /** Requests per second of CPU time of the process, which is what one core can do; absent where it cannot be measured. */
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

/** CPU seconds of a round from which on they mean something: /proc counts in hundredths. */
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

/** What V8 does with a request is improved until some 30,000 are answered. */
const UNTIL_COMPILED = 30_000;
const PORTION = 2_000;

/**
 * Warms servers that are to be compared, portion by portion. One after the other would not do: of four equal ones the
 * first, which idled while the others were warmed, was a third slower than the last.
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
 * Every target in turn, round by round: whatever else the machine does hits all of them, and their ratio stands.
 * @throws when a request was not answered with 200, since a failure is faster than an answer
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
 * What one core does, compared; by throughput where CPU time cannot be measured. It is the median of the ratios of each round, since
 * the machine is often as slow for one as for the other of the same round.
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
