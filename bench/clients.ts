import http from 'node:http';
import got from 'got';
import { Pool } from 'undici';
import { SYSTEM_CLOCK } from '../src/time/clock.ts';
import type { SendToProvider } from '../src/upstream/send-to-provider.ts';
import { createSenders } from '../src/upstream/senders.ts';
import type { Bench } from './bench.ts';
import { pin } from './stack/processes.ts';
import { startProvider } from './stack/refresh-targets.ts';
import { makeRefreshToken } from './stack/tokens.ts';
import { formatTable, median, spread } from './table.ts';

const CONCURRENCY = 32;
const ROUNDS = 7;
const ROUND_MS = 700;
const WARM_UP_MS = 5000;

const HEADERS = {
  authorization: 'Basic YmVuY2g6YmVuY2g=',
  accept: 'application/json',
  'content-type': 'application/x-www-form-urlencoded',
} as const;
const TIMEOUT = { lookup: 3000, connect: 3000, secureConnect: 5000, request: 25_000 } as const;

/** One token request without a service around it: the CPU time of each way to send it. */
export const bench: Bench = {
  title: 'ways to call a provider',
  async run({ quick, print }) {
    pin(process.pid, 'measured');
    const provider = await startProvider();
    const pool = new Pool(provider.url, { connections: CONCURRENCY });
    try {
      const ways = listWays(provider.tokenEndpoint, pool);
      for (const send of Object.values(ways)) await spend(send, WARM_UP_MS);
      const costs = new Map(Object.keys(ways).map((name) => [name, [] as number[]]));
      for (let round = 0; round < (quick ? 2 : ROUNDS); round += 1) {
        for (const [name, send] of Object.entries(ways)) costs.get(name)?.push(await spend(send, ROUND_MS));
      }
      const first = median([...costs.values()][0] ?? []);
      const rows = [...costs].map(([name, values]) => [
        name,
        median(values).toFixed(0),
        `${spread(values).toFixed(0)} %`,
        (median(values) / first).toFixed(2),
      ]);
      print(formatTable(['', 'µs of CPU a call', '±', 'to the first'], rows));
    } finally {
      await pool.close();
      await provider.stop();
    }
    return [];
  },
};

type Send = (body: string) => Promise<string>;

function listWays(url: string, pool: Pool): Record<string, Send> {
  const agent = { http: new http.Agent({ keepAlive: true, timeout: 4000 }) };
  const plain = got.extend({ agent, retry: { limit: 0 }, throwHttpErrors: false });
  const senders = createSenders({
    userAgent: 'bench',
    clock: SYSTEM_CLOCK,
    proxies: undefined,
    allowPrivateAddresses: true,
  });
  const ask = async (send: SendToProvider, body: string): Promise<string> =>
    (await send({ url, headers: HEADERS, body }, TIMEOUT.request)).body;
  const client = plain.extend({ method: 'POST', followRedirect: false, decompress: false, headers: HEADERS });
  return {
    'node:http': (body) => sendByHttp(url, agent.http, body),
    undici: async (body) => {
      const answer = await pool.request({ method: 'POST', path: '/token', headers: HEADERS, body });
      return answer.body.text();
    },
    'got, as documented: form option, promise': async (body) => {
      const form = Object.fromEntries(new URLSearchParams(body));
      return (await plain.post(url, { headers: HEADERS, form, timeout: TIMEOUT })).body;
    },
    'got, options built once, promise': async (body) => (await client(url, { body, timeout: TIMEOUT })).body,
    'got, options built once, promise, size checked': (body) => sendWatched(client, url, body),
    'got, options built once, stream': (body) => readStream(client, url, body),
    'got, as this service sends sign-ins': (body) => ask(senders.authorization_code, body),
    'undici, as this service sends refreshes': (body) => ask(senders.refresh_token, body),
  };
}

function sendByHttp(url: string, agent: http.Agent, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { ...HEADERS, 'content-length': body.length };
    const request = http.request(url, { method: 'POST', agent, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => resolve(text));
    });
    request.on('error', reject);
    request.end(body);
  });
}

async function sendWatched(client: typeof got, url: string, body: string): Promise<string> {
  const tooLarge = new AbortController();
  const answer = client(url, { body, timeout: TIMEOUT, signal: tooLarge.signal });
  answer.on('downloadProgress', ({ transferred }) => {
    if (transferred > 65_536) tooLarge.abort();
  });
  return (await answer).body as string;
}

function readStream(client: typeof got, url: string, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const answer = client.stream(url, { body, timeout: TIMEOUT });
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.once('error', reject);
    answer.once('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
  });
}

/** @returns microseconds of CPU time for each call */
async function spend(send: Send, milliseconds: number): Promise<number> {
  const end = performance.now() + milliseconds;
  const before = process.cpuUsage();
  let calls = 0;
  await Promise.all(
    Array.from({ length: CONCURRENCY }, async () => {
      while (performance.now() < end) {
        await send(`grant_type=refresh_token&refresh_token=${makeRefreshToken(800)}`);
        calls += 1;
      }
    }),
  );
  const { user, system } = process.cpuUsage(before);
  return (user + system) / calls;
}
