import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { ParsedFile } from '../files/parse-source-files.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { FilePath, SourceFile } from '../report/place.ts';
import { explainSchemaError, isBranchOfChoice } from './explain-schema-error.ts';
import { PROVIDER_FILE_SCHEMA, type ProviderFile } from './provider-file.schema.ts';

/** A file as far as the schema accepts it. */
export interface ValidFile {
  readonly file: SourceFile;
  readonly content: ProviderFile;
}

export interface ValidFiles {
  readonly files: readonly ValidFile[];
  /** Addresses of the records that lost a field to the schema: what they miss is then not a second fault. */
  readonly lacking: ReadonlySet<string>;
}

/**
 * Validates against the schema. What the schema refuses is reported and taken out, so that later stages can validate
 * the rest and an operator sees all faults in one run.
 */
export function validateFiles(parsed: readonly ParsedFile[], faults: FaultList): ValidFiles {
  const results = parsed.map((file) => validateFile(file, faults));
  return {
    files: results.flatMap(({ valid }) => valid ?? []),
    lacking: new Set(results.flatMap(({ lacking }) => lacking)),
  };
}

interface FileResult {
  readonly valid: ValidFile | undefined;
  readonly lacking: readonly string[];
}

function validateFile({ file, content }: ParsedFile, faults: FaultList): FileResult {
  compiled ??= compile();
  const validate = compiled;
  if (validate(content)) return { valid: { file, content }, lacking: [] };
  const errors = (validate.errors ?? []).filter((error) => !isBranchOfChoice(error));
  for (const error of errors) {
    const { message, name } = explainSchemaError(error, toPath(error));
    const at = toPlace(error, name);
    faults.add({ paths: [at], file, ...(name !== undefined && { part: 'name' }) }, message);
    remove(content, at);
  }
  return {
    valid: validate(content) ? { file, content } : undefined,
    lacking: errors.map((error) => toRecordAddress(toPath(error))),
  };
}

/** Compiled once, for the first file: without one, nothing of it is needed. */
let compiled: ValidateFunction<ProviderFile> | undefined;

function compile(): ValidateFunction<ProviderFile> {
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, verbose: true });
  // What editors show in place of a regular expression.
  ajv.addKeyword('patternErrorMessage');
  return ajv.compile<ProviderFile>(PROVIDER_FILE_SCHEMA);
}

function toPath(error: ErrorObject): string[] {
  return error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function toPlace(error: ErrorObject, name: string | undefined): FilePath {
  return name === undefined ? toPath(error) : [...toPath(error), name];
}

/** `providers.zoom`, or `tenants.acme.providers.zoom`. */
function toRecordAddress(path: FilePath): string {
  return path.slice(0, path[0] === 'tenants' ? 4 : 2).join('.');
}

/** Takes out the member, or the whole list that it is in: what is left of a list would be another list. */
function remove(content: unknown, path: FilePath): void {
  let parent = content;
  for (const [index, name] of path.entries()) {
    if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, name)) return;
    const value = (parent as Record<string, unknown>)[name];
    if (index === path.length - 1 || Array.isArray(value)) {
      delete (parent as Record<string, unknown>)[name];
      return;
    }
    parent = value;
  }
}
