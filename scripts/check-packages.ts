import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findPackageFaults, type LockFile, type Manifest } from './packages/find-package-faults.ts';

/** Fails on packages that may not be used as they are: `npm run packages`. */
const ROOT = join(import.meta.dirname, '..');
const REASONS = 'docs/decisions/2026-11-24-dependencies.md';

const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const lock = JSON.parse(read('package-lock.json')) as LockFile;
const faults = findPackageFaults(lock, JSON.parse(read('package.json')) as Manifest, read(REASONS));
for (const fault of faults) console.error(fault);
console.log(
  faults.length === 0
    ? `${Object.keys(lock.packages).length - 1} packages: licences, checksums, install scripts and reasons are in order`
    : `${faults.length} faults; reasons are in ${REASONS}`,
);
process.exitCode = faults.length === 0 ? 0 : 1;
