import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROVIDER_FILE_SCHEMA } from '../src/config/schema/provider-file.schema.ts';
import { PROVIDER_RECORD_SCHEMA } from '../src/providers/provider-record.schema.ts';
import { keepGeneratedFile } from './generated-file.ts';
import { renderFieldsTable } from './render-fields-table.ts';
import { replaceBetweenMarks } from './replace-between-marks.ts';

/**
 * Writes the schema of the provider file for editors, the tables of its documentation, and the schema of the chart, whose
 * values contain a provider file. With `--verify` it fails when a file is stale.
 */
const DOCS = join(import.meta.dirname, '..', 'docs');
const COMMAND = 'npm run schema';

const document = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'DOMI provider file',
  ...PROVIDER_FILE_SCHEMA,
};
keepGeneratedFile(join(DOCS, 'provider-file.schema.json'), `${JSON.stringify(document, null, 2)}\n`, COMMAND);

const guide = join(DOCS, 'provider-file.md');
const tables = [
  ['record fields', renderFieldsTable(PROVIDER_RECORD_SCHEMA)],
  [
    'tenant fields',
    renderFieldsTable(PROVIDER_FILE_SCHEMA.properties.tenants.additionalProperties, ['providers']),
  ],
] as const;
const text = tables.reduce(
  (before, [name, table]) => replaceBetweenMarks(before, name, table, COMMAND),
  readFileSync(guide, 'utf8'),
);
keepGeneratedFile(guide, text, COMMAND);

await import('./write-chart-docs.ts');
