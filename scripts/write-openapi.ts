import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeInterface } from '../src/openapi/describe-interface.ts';
import type { DescribedProvider } from '../src/openapi/described-provider.ts';
import { BUILT_IN_RECORDS } from '../src/providers/built-in-records.ts';
import type { ProviderRecord } from '../src/providers/provider-record.ts';
import { keepGeneratedFile } from './generated-file.ts';

/** Writes docs/openapi.json: both ports with the four services of DOMI 1.x. With `--verify` it fails when the file is stale. */
const ROOT = join(import.meta.dirname, '..');
const IDS = ['zoom', 'teams', 'webex', 'gotomeeting'];

function toDescribed([id, record]: [string, ProviderRecord]): DescribedProvider {
  const { label = id, path = id, callback = `${id}Callback`, webhook } = record;
  return { label, path, callback, webhookPath: webhook?.path };
}

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const providers = Object.entries(BUILT_IN_RECORDS)
  .filter(([id]) => IDS.includes(id))
  .map(toDescribed);
const document = describeInterface({ version, providers, publicUrl: 'https://domi.example.com' });
const text = `${JSON.stringify(document, null, 2)}\n`;
keepGeneratedFile(join(ROOT, 'docs', 'openapi.json'), text, 'npm run openapi');
