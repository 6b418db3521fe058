import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import { explainSchemaError, isBranchOfChoice } from './explain-schema-error.ts';
import type { FaultList } from './faults.ts';
import type { FilePath, SourceFile } from './places.ts';
import { PROVIDER_FILE_SCHEMA, type ProviderFile } from './provider-file.schema.ts';

/** Compiled for the first file: without one, nothing of it is needed. */
let compiled: ValidateFunction<ProviderFile> | undefined;

function compile(): ValidateFunction<ProviderFile> {
  const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, verbose: true });
  // What editors show in place of a regular expression.
  ajv.addKeyword('patternErrorMessage');
  return ajv.compile<ProviderFile>(PROVIDER_FILE_SCHEMA);
}

/**
 * Third stage: the schema. What it refuses is reported and taken out, so that the rest can still be judged by the
 * stages that follow and an operator sees all faults in one run.
 * @param lacking gets the address of each record that lost something: what it misses is then no second fault
 */
export function judgeSchema(
  file: SourceFile,
  content: unknown,
  faults: FaultList,
  lacking: Set<string>,
): ProviderFile | undefined {
  compiled ??= compile();
  const validate = compiled;
  if (validate(content)) return content;
  const errors = (validate.errors ?? []).filter((error) => !isBranchOfChoice(error));
  for (const error of errors) {
    const path = toPath(error);
    const { message, name } = explainSchemaError(error, path);
    const at = name === undefined ? path : [...path, name];
    faults.add({ paths: [at], file, ...(name !== undefined && { part: 'name' }) }, message);
    lacking.add(toRecordAddress(path));
    remove(content, at);
  }
  return validate(content) ? content : undefined;
}

function toPath(error: ErrorObject): string[] {
  return error.instancePath
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** `providers.zoom`, or `tenants.acme.providers.zoom`. */
export function toRecordAddress(path: FilePath): string {
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
