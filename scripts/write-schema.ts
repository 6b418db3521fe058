import { readFileSync, writeFileSync } from 'node:fs';
import { PROVIDER_FILE_SCHEMA } from '../src/config/provider-file.schema.ts';

/**
 * Writes the schema of the provider file for editors, or with `--verify` fails when the written one is stale.
 */
const FILE = new URL('../docs/provider-file.schema.json', import.meta.url);

const document = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'DOMI provider file',
  ...PROVIDER_FILE_SCHEMA,
};
const text = `${JSON.stringify(document, null, 2)}\n`;

if (!process.argv.includes('--verify')) {
  writeFileSync(FILE, text);
} else if (readFileSync(FILE, 'utf8') !== text) {
  process.stderr.write('docs/provider-file.schema.json is stale: run npm run schema\n');
  process.exitCode = 1;
}
