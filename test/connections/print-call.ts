import { closeSync, openSync } from 'node:fs';
import { ask, type ClientName, createTestSender } from '../upstream/both-senders.ts';

/**
 * A program for tests about what a process has from its start. Prints what comes of one call.
 * Arguments: the HTTP client, the address, a proxy or `-`, and `no-descriptors` to use up all file descriptors before.
 */
const [client = 'got', url = '', proxy = '-', condition] = process.argv.slice(2);
const proxies = proxy === '-' ? undefined : { http: new URL(proxy), https: new URL(proxy), noProxy: '' };
const send = createTestSender(client as ClientName, { proxies });

const descriptors: number[] = [];
if (condition === 'no-descriptors') {
  // Loads what the first call loads.
  await ask(send, 'http://127.0.0.1:9/', 100);
  try {
    for (;;) descriptors.push(openSync('/dev/null', 'r'));
  } catch {
    // None is left.
  }
}
const result = await ask(send, url);
for (const descriptor of descriptors) closeSync(descriptor);
console.log(result);
process.exit();
