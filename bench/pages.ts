import http from 'node:http';
import type { Bench } from './bench.ts';
import { withProvider } from './stack/refresh-targets.ts';
import { startDomi } from './stack/service.ts';
import { formatTable, median } from './table.ts';

const TIMES = 200;

/** What a browser waits for and loads during a sign-in. */
export const bench: Bench = {
  title: 'pages: time to first byte, and bytes on the wire',
  async run({ quick, print }) {
    await withProvider(async (provider) => {
      const domi = await startDomi({ tokenEndpoint: provider.tokenEndpoint });
      try {
        const visits: Visit[] = [];
        for (let index = 0; index < (quick ? 20 : TIMES); index += 1) visits.push(await visit(domi.url));
        const [first = new Map<string, Loaded>()] = visits;
        const rows = [...first].map(([name, { bytes, cached }]) => [
          name,
          median(visits.map((one) => one.get(name)?.firstByte ?? Number.NaN)).toFixed(2),
          String(bytes),
          cached,
        ]);
        print(formatTable(['', 'first byte, ms', 'bytes', 'cache'], rows));
        print('\nThe token page includes one exchange at a provider that answers at once.');
      } finally {
        await domi.stop();
      }
    });
    return [];
  },
};

interface Loaded {
  /** Milliseconds. */
  readonly firstByte: number;
  /** Bytes of head and body on the wire. */
  readonly bytes: number;
  readonly cached: string;
  readonly location: string;
  readonly cookies: readonly string[];
  readonly body: string;
}

type Visit = Map<string, Loaded>;

/** One sign-in, and the files that its pages refer to. */
async function visit(root: string): Promise<Visit> {
  const loaded: Visit = new Map();
  const cookies = new Map<string, string>();
  const open = async (name: string, path: string): Promise<Loaded> => {
    const cookie = [...cookies].map(([key, value]) => `${key}=${value}`).join('; ');
    const one = await load(root + path, { ...HEADERS, ...(cookie && { cookie }) });
    for (const line of one.cookies) {
      const [, key = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(key);
      else cookies.set(key, value);
    }
    loaded.set(name, one);
    return one;
  };

  const landing = await open('landing page', '/');
  const start = await open('start', '/dominoZoom/index.html');
  const state = new URL(start.location).searchParams.get('state') ?? '';
  await open('callback', `/zoomCallback?code=${'c'.repeat(400)}&state=${state}`);
  await open('token page', '/dominoZoom/token.html');
  for (const path of listAssets(landing.body)) await open(nameOf(path), new URL(path, root).pathname);
  return loaded;
}

const HEADERS = {
  accept: 'text/html,*/*;q=0.8',
  'accept-encoding': 'gzip, deflate, br',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-site': 'none',
};

function listAssets(html: string): string[] {
  return [...new Set(html.match(/(?<=")[^"]*\/assets\/[^"]+(?=")/g))];
}

function nameOf(path: string): string {
  return path.replace(/^.*\/assets\//, '').replace(/\.[0-9a-f]{12}/, '');
}

const agent = new http.Agent({ keepAlive: true });

function load(url: string, headers: Record<string, string>): Promise<Loaded> {
  return new Promise((resolve, reject) => {
    const begin = performance.now();
    const request = http.get(url, { agent, headers }, (response) => {
      const firstByte = performance.now() - begin;
      const before = response.rawHeaders.reduce(
        (sum, text) => sum + text.length + 2,
        'HTTP/1.1 200 OK\r\n\r\n'.length,
      );
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const body = Buffer.concat(chunks);
        resolve({
          firstByte,
          bytes: before + body.length,
          cached: response.headers['cache-control'] ?? '',
          location: response.headers.location ?? '',
          cookies: response.headers['set-cookie'] ?? [],
          body: body.toString('utf8'),
        });
      });
    });
    request.on('error', reject);
  });
}
