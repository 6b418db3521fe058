import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { ParsedFile } from '../files/parse-source-files.ts';
import { chooseList } from '../report/choose-list.ts';
import type { FaultList } from '../report/fault-list.ts';
import type { FilePath, SourceFile } from '../report/place.ts';
import { explainSchemaError, isBranchOfChoice } from './explain-schema-error.ts';
import { PROVIDER_FILE_SCHEMA, type ProviderFile } from './provider-file.schema.ts';

/** A file without the parts that the schema refuses. */
export interface ValidFile {
  readonly file: SourceFile;
  readonly content: ProviderFile;
}

export interface ValidFiles {
  readonly files: readonly ValidFile[];
  /** Addresses of records that lost a field: if that field is required, its absence is not a second fault. */
  readonly strippedRecords: ReadonlySet<string>;
}

/**
 * Validates against the schema. Refused values are reported and removed, so that later stages can validate the rest and
 * an operator sees all faults in one run.
 */
export function validateFiles(parsed: readonly ParsedFile[], faults: FaultList): ValidFiles {
  const results = parsed.map((file) => validateFile(file, faults));
  return {
    files: results.flatMap(({ valid }) => valid ?? []),
    strippedRecords: new Set(results.flatMap(({ strippedRecords }) => strippedRecords)),
  };
}

interface FileResult {
  readonly valid: ValidFile | undefined;
  readonly strippedRecords: readonly string[];
}

function validateFile({ file, content }: ParsedFile, faults: FaultList): FileResult {
  compiled ??= compile();
  const validate = compiled;
  if (validate(content)) return { valid: { file, content }, strippedRecords: [] };
  const errors = listErrors(validate);
  for (const error of errors) {
    const { message, name } = explainSchemaError(error, toPath(error));
    const at = toPlace(error, name);
    const where = { paths: [at], file, ...(name !== undefined && { part: 'name' as const }) };
    chooseList(faults, at).add(where, message, 'field_invalid');
    remove(content, at);
  }
  removeIncomplete(content, validate);
  const isValid = validate(content);
  // Without this, tenants of a file that is dropped as a whole would be missing without a word.
  if (!isValid && !faults.hasShared)
    faults.add({ paths: [], file, offset: 0 }, 'the rest of the file was not validated', 'field_invalid');
  return {
    valid: isValid ? { file, content } : undefined,
    strippedRecords: errors.map((error) => toRecordAddress(toPath(error))),
  };
}

function listErrors({ errors }: ValidateFunction): ErrorObject[] {
  return (errors ?? []).filter((error) => !isBranchOfChoice(error));
}

/** From a tenant to the secret of a webhook: tenant, `providers`, provider, `webhook`, `secret`. */
const DEEPEST = 5;

/**
 * Removes what the removal of a field has made incomplete, from the inside out: its first fault is reported already. The rest of
 * the tenant stays, since its address must not become free for another one. Only without an address the tenant goes.
 */
function removeIncomplete(content: unknown, validate: ValidateFunction<ProviderFile>): void {
  for (let round = 0; round < DEEPEST && !validate(content); round += 1) {
    for (const error of listErrors(validate)) {
      const path = toPath(error);
      if (path[0] === 'tenants' && path.length >= 2) remove(content, path);
    }
  }
}

/** Compiled once, for the first file: a service without provider files does not need it. */
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

/** Removes the member, or the whole list that contains it: the rest of a list could mean something else. */
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
