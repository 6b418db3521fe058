import { median, spread } from '../table.ts';
import { generateLoad, type LoadOptions, type LoadResult } from './load.ts';
import { readCpuSeconds, type ServerProcess } from './processes.ts';

/** Something that answers refreshes. */
export interface Target {
  readonly name: string;
  readonly server: ServerProcess;
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
  /** Requests per second of CPU time of the process, which is what one core can do; absent without /proc. */
  readonly perCore: number | undefined;
  /** In percent of the median: of `perCore`, or of `perSecond` where there is none. */
  readonly spread: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

interface Round {
  readonly result: LoadResult;
  readonly perCore: number | undefined;
}

const WARM_UP_CONNECTIONS = 32;

/** @param requests for the compiler of V8: what it does at first is improved until some 30,000 are answered */
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
  const { name, server } = target;
  const before = readCpuSeconds(server.pid);
  const result = await generateLoad({ ...load, url: server.url });
  const after = readCpuSeconds(server.pid);
  if (result.failures > 0)
    throw new Error(`${name}: ${result.failures} of ${result.requests} requests failed`);
  const used = before === undefined || after === undefined ? 0 : after - before;
  return { result, perCore: used > 0 ? result.requests / used : undefined };
}

function summarize(name: string, rounds: readonly Round[]): Measured {
  const perSecond = rounds.map(({ result }) => result.requests / result.seconds);
  const perCore = rounds.map((round) => round.perCore).filter((value) => value !== undefined);
  const hasCores = perCore.length === rounds.length;
  return {
    name,
    perSecond: median(perSecond),
    perCore: hasCores ? median(perCore) : undefined,
    spread: spread(hasCores ? perCore : perSecond),
    p50: median(rounds.map(({ result }) => result.latency.p50)),
    p99: median(rounds.map(({ result }) => result.latency.p99)),
  };
}

/** What one core does, compared; by throughput where the system does not tell CPU time. */
export function compare(one: Measured, other: Measured): number {
  return one.perCore !== undefined && other.perCore !== undefined
    ? one.perCore / other.perCore
    : one.perSecond / other.perSecond;
}
