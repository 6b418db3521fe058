import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { listAttackTests } from './attacks/list-attack-tests.ts';
import { renderAttacks } from './attacks/render-attacks.ts';
import { keepGeneratedFile } from './generated-file.ts';
import { replaceBetweenMarks } from './replace-between-marks.ts';

/** Counts attacks and their tests in docs/security.md. With `--verify` it fails when the counts are stale. */
const COMMAND = 'npm run attacks';
const path = join(import.meta.dirname, '..', 'docs', 'security.md');
const text = replaceBetweenMarks(
  readFileSync(path, 'utf8'),
  'attacks',
  renderAttacks(listAttackTests()),
  COMMAND,
);
keepGeneratedFile(path, text, COMMAND);
