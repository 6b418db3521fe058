import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { replaceBetweenMarks } from './between-marks.ts';
import { renderErrorsTable } from './errors/errors-table.ts';
import { keepGeneratedFile } from './generated-file.ts';

/** Writes the table of docs/errors.md from the catalogue. With `--verify` it fails when the table is stale. */
const COMMAND = 'npm run errors';
const path = join(import.meta.dirname, '..', 'docs', 'errors.md');
const text = replaceBetweenMarks(readFileSync(path, 'utf8'), 'errors', renderErrorsTable(), COMMAND);
keepGeneratedFile(path, text, COMMAND);
