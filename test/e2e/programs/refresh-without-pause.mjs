/**
 * Refreshes one token after the other until the file in STOP_FILE exists, as Notes clients do: a GET with a bearer token, half
 * of them over connections that stay open. Prints one line of JSON: requests, and each kind of failure with its count.
 *
 * SERVICE_URL  address of the service
 * STOP_FILE    path
 * WORKERS      requests at a time
 */
import { existsSync, rmSync } from 'node:fs';
import http from 'node:http';

const { SERVICE_URL, STOP_FILE, WORKERS = '20' } = process.env;
const RUN = `${process.pid}-${Date.now()}`;
const failures = {};
const seconds = {};
let requests = 0;
let longestMs = 0;
const begin = performance.now();

rmSync(STOP_FILE, { force: true });
console.log('started');
const keptOpen = new http.Agent({ keepAlive: true });
const closed = new http.Agent({ keepAlive: false });
await Promise.all(Array.from({ length: Number(WORKERS) }, (_, worker) => work(worker)));
console.log(JSON.stringify({ requests, longestMs: Math.round(longestMs), failures, seconds }));
keptOpen.destroy();

async function work(worker) {
  const isKept = worker % 2 === 0;
  for (let count = 0; !existsSync(STOP_FILE); count += 1) {
    requests += 1;
    const sent = performance.now();
    try {
      const { status, body } = await refresh(`${RUN}-${worker}-${count}`, isKept ? keptOpen : closed);
      if (status !== 200) fail(`status ${status} ${body.slice(0, 200)}`);
    } catch (error) {
      fail(`${isKept ? 'kept' : 'new'} connection: ${error.code ?? ''} ${error.message}`);
    }
    longestMs = Math.max(longestMs, performance.now() - sent);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function fail(what) {
  failures[what] = (failures[what] ?? 0) + 1;
  seconds[what] ??= Math.round((performance.now() - begin) / 1000);
}

function refresh(token, agent) {
  return new Promise((resolve, reject) => {
    const sent = http.get(
      new URL('/dominoZoomRefresh', SERVICE_URL),
      { agent, timeout: 30_000, headers: { authorization: `Bearer ${token}`, accept: 'application/json' } },
      async (answer) => {
        try {
          let body = '';
          for await (const chunk of answer.setEncoding('utf8')) body += chunk;
          resolve({ status: answer.statusCode, body });
        } catch (error) {
          reject(error);
        }
      },
    );
    sent.on('timeout', () => sent.destroy(new Error('no answer within 30 s')));
    sent.on('error', reject);
  });
}
