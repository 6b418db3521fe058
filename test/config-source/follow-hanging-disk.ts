import { renameSync, symlinkSync } from 'node:fs';
import { createConfigSource } from '../../src/config-source/config-source.ts';
import { endProcess } from '../../src/process/end-process.ts';

/**
 * A program for hanging-disk.test.ts, which runs where a file system hangs: it follows a configuration whose folder is swapped
 * for the hanging one and back, and prints what became of each reading.
 */
const [, , link = '', healthy = '', hanging = '', count = '1'] = process.argv;

function point(target: string): void {
  symlinkSync(target, `${link}.next`);
  renameSync(`${link}.next`, link);
}

function print(entry: object): void {
  process.stdout.write(`${JSON.stringify(entry)}\n`);
}

const source = createConfigSource(
  { ...process.env, DOMI_CONFIG: link },
  { times: { poll: 100, rest: 10 }, threadTimes: { call: 300 } },
);
const config = await source.load();
print({ kind: 'loaded', tenants: config.directory.tenants.length });
const changes = source.changes();

point(hanging);
for (let index = 0; index < Number(count); index += 1) {
  source.request();
  const { value } = await changes.next('adopted');
  print({ kind: value?.kind, code: value?.kind === 'failed' && (value.error as NodeJS.ErrnoException).code });
}
point(healthy);
for (let attempt = 0; attempt < 10; attempt += 1) {
  source.request();
  const { value } = await changes.next('adopted');
  if (value?.kind === 'failed') continue;
  print({ kind: value?.kind });
  break;
}
const begin = performance.now();
await source.stop();
print({ kind: 'stopped', ms: Math.round(performance.now() - begin) });
setTimeout(() => endProcess(process, 7, source.hasThreads()), 100);
