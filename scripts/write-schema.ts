import { join } from 'node:path';
import { PROVIDER_FILE_SCHEMA } from '../src/config/provider-file.schema.ts';
import { keepGeneratedFile } from './generated-file.ts';

/**
 * Writes the schema of the provider file for editors, or with `--verify` fails when the written one is stale. The same
 * for the chart, whose values hold a provider file.
 */
const FILE = join(import.meta.dirname, '..', 'docs', 'provider-file.schema.json');

const document = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'DOMI provider file',
  ...PROVIDER_FILE_SCHEMA,
};
keepGeneratedFile(FILE, `${JSON.stringify(document, null, 2)}\n`, 'npm run schema');

await import('./write-chart-docs.ts');
