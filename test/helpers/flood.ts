import { Pool } from 'undici';

/**
 * A client in a loop, in a process of its own so that it takes nothing from the one that measures:
 * `node flood.ts ORIGIN HOST PATH CONNECTIONS`. Told anything on its standard input, it prints how often it got which
 * status, and ends.
 */
const [origin = '', host = '', path = '', connections = '1'] = process.argv.slice(2);
const pool = new Pool(origin, { connections: Number(connections), pipelining: 1 });
const statuses: Record<string, number> = {};
let isOver = false;
let serial = 0;

async function loop(): Promise<void> {
  while (!isOver) {
    serial += 1;
    const headers = { host, authorization: `Bearer flood-${process.pid}-${serial}` };
    const { statusCode, body } = await pool.request({ method: 'GET', path, headers });
    await body.dump();
    statuses[statusCode] = (statuses[statusCode] ?? 0) + 1;
    if (serial === Number(connections) * 10) process.stdout.write('flooding\n');
  }
}

process.stdin.once('data', () => {
  isOver = true;
});
await Promise.all(Array.from({ length: Number(connections) }, loop));
process.stdout.write(`${JSON.stringify(statuses)}\n`);
process.exit(0);
