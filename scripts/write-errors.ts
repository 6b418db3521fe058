import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { renderErrorsTable } from './errors/render-errors-table.ts';
import { renderFaultCodesTable } from './errors/render-fault-codes-table.ts';
import { keepGeneratedFile } from './generated-file.ts';
import { replaceBetweenMarks } from './replace-between-marks.ts';

/**
 * Writes the table of docs/errors.md from the catalogue, and that of the codes of faults. With `--verify` it fails when one is
 * stale.
 */
const COMMAND = 'npm run errors';
const path = join(import.meta.dirname, '..', 'docs', 'errors.md');
const text = replaceBetweenMarks(readFileSync(path, 'utf8'), 'errors', renderErrorsTable(), COMMAND);
keepGeneratedFile(path, text, COMMAND);

const guide = join(import.meta.dirname, '..', 'docs', 'check.md');
const withCodes = replaceBetweenMarks(
  readFileSync(guide, 'utf8'),
  'fault codes',
  renderFaultCodesTable(),
  COMMAND,
);
keepGeneratedFile(guide, withCodes, COMMAND);
