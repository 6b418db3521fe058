import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ErrorObject } from 'ajv';
import { type Document, LineCounter, parseDocument } from 'yaml';
import type { LimitSettings } from '../limits/limits.ts';
import type { Language } from '../pages/texts/languages.ts';
import type { ProviderRecord } from '../providers/provider-record.ts';
import type { FaultList } from './faults.ts';
import { PROVIDER_FILE_SCHEMA, type ProviderFile } from './provider-file.schema.ts';

/** Where something stands in the provider file: `['providers', 'zoom', 'scopes']`. */
export type FilePath = readonly (string | number)[];

export interface TenantRecord {
  readonly publicUrl: string;
  readonly displayName?: string;
  readonly language?: Language;
  readonly supportUrl?: string;
  readonly logo?: { readonly file: string };
  readonly limits?: LimitSettings;
  readonly providers: ReadonlyMap<string, ProviderRecord>;
}

/** All files of the folder as one. */
export interface ProviderFiles {
  readonly providers: ReadonlyMap<string, ProviderRecord>;
  readonly tenants: ReadonlyMap<string, TenantRecord>;
  /** `file:line:column` of the place that defines it, or of the nearest place around it. */
  locate(path: FilePath): string;
}

interface ParsedFile {
  readonly name: string;
  readonly document: Document;
  readonly lines: LineCounter;
  readonly content: ProviderFile;
}

const FILE_NAME = /\.(ya?ml|json)$/;
const validate = new Ajv({ allErrors: true, allowUnionTypes: true }).compile<ProviderFile>(
  PROVIDER_FILE_SCHEMA,
);

/** Reads a provider file, or every one of a folder in file-name order; a later file overrides field by field. */
export function readProviderFiles(path: string | undefined, faults: FaultList): ProviderFiles {
  const files = listFiles(path, faults)
    .map((name) => parseFile(name, faults))
    .filter((file) => file !== undefined);

  const providers = new Map<string, ProviderRecord>();
  const tenants = new Map<string, TenantRecord>();
  for (const { content } of files) {
    for (const [id, record] of Object.entries(content.providers ?? {})) {
      providers.set(id, mergeRecords(providers.get(id), record));
    }
    for (const [id, record] of Object.entries(content.tenants ?? {})) {
      tenants.set(id, mergeTenants(tenants.get(id), record));
    }
  }
  return { providers, tenants, locate: (at) => locateInFiles(files, at) };
}

/** The fields of `over` replace those of `base`; `variables` are replaced one by one. */
export function mergeRecords(base: ProviderRecord | undefined, over: ProviderRecord): ProviderRecord {
  if (base === undefined) return over;
  const variables = { ...base.variables, ...over.variables };
  return { ...base, ...over, ...(Object.keys(variables).length > 0 && { variables }) };
}

type TenantOfFile = NonNullable<ProviderFile['tenants']>[string];

function mergeTenants(base: TenantRecord | undefined, over: TenantOfFile): TenantRecord {
  const providers = new Map(base?.providers);
  for (const [id, record] of Object.entries(over.providers ?? {})) {
    providers.set(id, mergeRecords(providers.get(id), record));
  }
  return { ...base, ...over, providers };
}

function listFiles(path: string | undefined, faults: FaultList): string[] {
  if (path === undefined) return [];
  try {
    if (!statSync(path).isDirectory()) return [path];
    const names = readdirSync(path).filter((name) => FILE_NAME.test(name));
    return names.sort().map((name) => join(path, name));
  } catch (error) {
    faults.add('DOMI_CONFIG', `cannot read ${path} (${(error as NodeJS.ErrnoException).code})`);
    return [];
  }
}

function parseFile(name: string, faults: FaultList): ParsedFile | undefined {
  const text = readText(name, faults);
  if (text === undefined) return undefined;
  const lines = new LineCounter();
  // Aliases are refused, so that a small file cannot unfold into a large one.
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, strict: true });
  for (const error of document.errors) {
    faults.add(formatPosition(name, lines, error.pos[0]), error.message);
  }
  if (document.errors.length > 0) return undefined;
  const content = toContent(document, name, faults);
  if (content === undefined) return undefined;
  const file: ParsedFile = { name, document, lines, content: content as ProviderFile };
  if (validate(content)) return file;
  for (const error of validate.errors ?? []) reportSchemaError(file, error, faults);
  return undefined;
}

function readText(name: string, faults: FaultList): string | undefined {
  try {
    return readFileSync(name, 'utf8');
  } catch (error) {
    faults.add('DOMI_CONFIG', `cannot read ${name} (${(error as NodeJS.ErrnoException).code})`);
    return undefined;
  }
}

function toContent(document: Document, name: string, faults: FaultList): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 }) ?? {};
  } catch {
    faults.add(`${name}:1:1`, 'YAML aliases are not supported');
    return undefined;
  }
}

/** ajv's message names the rule, never the value: a secret in the wrong field must not be printed. */
function reportSchemaError(file: ParsedFile, error: ErrorObject, faults: FaultList): void {
  // The branches of anyOf fail one by one; the summary that follows them says enough.
  if (/\/anyOf\/\d+\//.test(error.schemaPath)) return;
  const path = error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
  const field = path.join('.') || 'the file';
  const params = error.params as { additionalProperty?: string; allowedValues?: unknown[] };
  const unknownField = params.additionalProperty;
  const at = unknownField === undefined ? path : [...path, unknownField];
  const message =
    unknownField !== undefined
      ? `${field} has no field ${JSON.stringify(unknownField)}`
      : `${field} ${error.message}${params.allowedValues ? `: ${params.allowedValues.join(', ')}` : ''}`;
  faults.add(locateInFiles([file], at), message);
}

/** Later files first, since they override; from the exact place outwards to the nearest that exists. */
function locateInFiles(files: readonly ParsedFile[], path: FilePath): string {
  for (let length = path.length; length > 0; length -= 1) {
    for (const file of files.toReversed()) {
      const node: unknown = file.document.getIn(path.slice(0, length), true);
      const offset = (node as { range?: [number] } | undefined)?.range?.[0];
      if (offset !== undefined) return formatPosition(file.name, file.lines, offset);
    }
  }
  return files.at(-1) ? `${files.at(-1)?.name}:1:1` : 'built-in record';
}

function formatPosition(name: string, lines: LineCounter, offset: number): string {
  const { line, col } = lines.linePos(offset);
  return `${name}:${line}:${col}`;
}
