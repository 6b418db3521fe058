import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCommit } from './read-commit.ts';

/** Writes `dist/commit`, which the service exposes in `domi_build_info`. An image gets its commit as a build argument instead. */
const ROOT = join(import.meta.dirname, '..');

const commit = readCommit(ROOT);
if (commit !== undefined) writeFileSync(join(ROOT, 'dist', 'commit'), commit);
