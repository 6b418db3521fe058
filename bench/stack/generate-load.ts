import { createHistogram, type RecordableHistogram } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { Client } from 'undici';

/**
 * The load generator. We wrote our own on top of undici, since every request needs its own token, and responses come
 * within a millisecond, while the usual programs count in whole milliseconds.
 */
export interface LoadOptions {
  readonly url: string;
  readonly connections: number;
  /** The load ends after `seconds` or after `requests`; one of them must be set. */
  readonly seconds?: number;
  readonly requests?: number;
  /** Requests per second; undefined: every connection sends its next request when the response has arrived. */
  readonly rate?: number;
  readonly request: () => {
    readonly method?: 'GET' | 'POST';
    readonly path: string;
    readonly headers: Record<string, string>;
    readonly body?: string;
  };
}

export interface LoadResult {
  readonly requests: number;
  /** Responses other than 200, and broken connections. */
  readonly failures: number;
  readonly seconds: number;
  /** Milliseconds; at a given rate, from the moment at which the request was due. */
  readonly latency: { readonly p50: number; readonly p99: number };
}

const NS_PER_MS = 1e6;
const SETTLE_MS = 200;

export async function generateLoad(options: LoadOptions): Promise<LoadResult> {
  const clients = Array.from({ length: options.connections }, () => new Client(options.url));
  if (options.rate !== undefined) await connect(clients, options);
  const histogram = createHistogram();
  const begin = performance.now();
  const { seconds: length = Number.POSITIVE_INFINITY, requests: most = Number.POSITIVE_INFINITY } = options;
  const end = begin + length * 1000;
  const counters = { requests: 0, failures: 0 };
  const ask = async (client: Client, due: number): Promise<void> => {
    if (!(await sendOne(client, options))) counters.failures += 1;
    counters.requests += 1;
    record(histogram, performance.now() - due);
  };
  await (options.rate === undefined ? sendInTurn() : sendAtRate(options.rate));
  const seconds = (performance.now() - begin) / 1000;
  await Promise.all(clients.map((client) => client.destroy()));
  return {
    ...counters,
    seconds,
    latency: { p50: histogram.percentile(50) / NS_PER_MS, p99: histogram.percentile(99) / NS_PER_MS },
  };

  async function sendInTurn(): Promise<void> {
    await Promise.all(
      clients.map(async (client) => {
        while (performance.now() < end && counters.requests < most) await ask(client, performance.now());
      }),
    );
  }

  /** Sends a burst each millisecond. If every connection is busy, the request waits, and its wait counts. */
  async function sendAtRate(rate: number): Promise<void> {
    const total = Math.min(most, Math.floor(rate * length));
    const answers: Promise<void>[] = [];
    while (answers.length < total) {
      const due = Math.min(total, Math.floor(((performance.now() - begin) / 1000) * rate));
      while (answers.length < due) {
        const client = clients[answers.length % clients.length] as Client;
        answers.push(ask(client, begin + (answers.length / rate) * 1000));
      }
      await setTimeout(1);
    }
    await Promise.all(answers);
  }
}

/** @returns whether the response was 200 */
async function sendOne(client: Client, options: LoadOptions): Promise<boolean> {
  const { method = 'GET', ...rest } = options.request();
  try {
    const { statusCode, body } = await client.request({ method, ...rest });
    await body.dump({ limit: 1_000_000 });
    return statusCode === 200;
  } catch {
    return false;
  }
}

/**
 * Opens all connections first: opening hundreds under load would delay every request, which does not happen in
 * practice.
 */
async function connect(clients: readonly Client[], options: LoadOptions): Promise<void> {
  await Promise.all(clients.map((client) => sendOne(client, options)));
  await setTimeout(SETTLE_MS);
}

function record(histogram: RecordableHistogram, milliseconds: number): void {
  histogram.record(Math.max(1, Math.round(milliseconds * NS_PER_MS)));
}
