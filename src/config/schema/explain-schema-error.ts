import type { ErrorObject } from 'ajv';
import type { FilePath } from '../report/place.ts';
import { explainOldSetting } from '../settings/old-settings.ts';
import { findSimilar } from './find-similar.ts';

/** The name of the root in messages. */
const WHOLE_FILE = 'the file';

interface Explanation {
  readonly message: string;
  /** The name, if it is wrong itself and not its value. */
  readonly name?: string;
}

/** The parameters of ajv errors that are used here. */
interface Params {
  readonly additionalProperty?: string;
  readonly propertyName?: string;
  readonly missingProperty?: string;
  readonly allowedValues?: readonly unknown[];
  readonly type?: string | readonly string[];
  readonly limit?: number;
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  object: 'a mapping (name: value)',
  array: 'a list ([a, b])',
  string: 'text',
  boolean: 'true or false',
  number: 'a number',
  integer: 'a whole number',
};

/** Errors of single branches of a choice, and of the rules for names: a summary follows each of them. */
export function isBranchOfChoice(error: ErrorObject): boolean {
  return /\/(anyOf\/\d+|propertyNames)\//.test(error.schemaPath);
}

/**
 * Explains what a field must be. It never repeats the value: a secret in the wrong field must not be printed.
 */
export function explainSchemaError(error: ErrorObject, path: FilePath): Explanation {
  const params = error.params as Params;
  const field = toFieldName(path);
  switch (error.keyword) {
    case 'additionalProperties':
      return explainUnknownField(field, params.additionalProperty ?? '', error);
    case 'propertyNames': {
      const name = params.propertyName ?? '';
      const rule = (error.schema as { patternErrorMessage?: string }).patternErrorMessage;
      const shown = quote(name) ?? 'a name that is not allowed';
      return { message: `${field} has ${shown}: ${rule ?? 'that name is not allowed'}`, name };
    }
    case 'required':
      return { message: `${field} has no ${params.missingProperty}` };
    case 'anyOf':
      return { message: `${field} ${explainChoice(path, error.data)}` };
    case 'type':
      return { message: `${field} ${explainType(params.type, error.data)}` };
    case 'enum':
      return { message: `${field} must be one of ${params.allowedValues?.join(', ')}` };
    case 'pattern': {
      const rule = (error.parentSchema as { patternErrorMessage?: string }).patternErrorMessage;
      return { message: `${field} ${rule ?? 'is not well-formed'}` };
    }
    default:
      return { message: `${field} ${explainLimit(error.keyword, params.limit ?? 0)}` };
  }
}

function explainUnknownField(field: string, name: string, error: ErrorObject): Explanation {
  const old = field === WHOLE_FILE ? explainOldSetting(name) : undefined;
  if (old) return { message: old, name };
  const known = Object.keys((error.parentSchema as { properties?: object }).properties ?? {});
  const similar = findSimilar(name, known);
  const hint = similar ? `; did you mean ${similar}?` : known.length > 0 ? `; it has ${listed(known)}` : '';
  return { message: `${field} has no field ${quote(name) ?? 'of this name'}${hint}`, name };
}

/** A record has too many fields to list them in a message. */
function listed(known: readonly string[]): string {
  return known.length <= 10 ? known.join(', ') : 'the fields of docs/provider-file.md';
}

/** Shows a name only if it looks like one: an operator may have written a secret in its place. */
function quote(name: string): string | undefined {
  return /^[A-Za-z_. -]{1,40}$/.test(name) ? `"${name}"` : undefined;
}

/** @returns for example `providers.zoom.scopes[0]`; digits may be a tenant id instead of an index */
function toFieldName(path: FilePath): string {
  const name = path.map((part, index) => {
    if (index > 1 && /^\d+$/.test(part)) return `[${part}]`;
    const isId = index === 1 || (index === 3 && path[0] === 'tenants');
    return isId && /^[a-z0-9-]{1,63}$/.test(part) ? `.${part}` : `.${quote(part) ? part : '…'}`;
  });
  return name.join('').slice(1) || WHOLE_FILE;
}

function explainType(type: Params['type'], data: unknown): string {
  const wanted = [type ?? []].flat().map((word) => TYPE_WORDS[word] ?? word);
  if (data === null) return `is empty: write a value${wanted[0]?.startsWith('a mapping') ? ', or {}' : ''}`;
  const quotes = wanted.includes('text') && (typeof data === 'number' || typeof data === 'boolean');
  return `must be ${wanted.join(' or ')}${quotes ? ': put it in quotes' : ''}`;
}

/** Limits, client ids and secrets are the fields that have a choice of shapes. */
function explainChoice(path: FilePath, data: unknown): string {
  if (path.at(-2) === 'limits')
    return 'must be off, or { requestsPerSecond, burst, inFlight } with whole numbers from 1 (burst: 0)';
  if (path.at(-2) === 'requiredScopes') return 'must be a scope, or a list of alternative scopes';
  return explainSource(path.at(-1), data);
}

function explainSource(field: string | undefined, data: unknown): string {
  const isSecret = field !== 'clientId';
  const shapes = `{ env: NAME } or { file: PATH }${isSecret ? '' : ' or { value: ID }'}`;
  const sources = [data].flat();
  const fieldsOf = (source: unknown): string[] =>
    typeof source === 'object' && source !== null ? Object.keys(source) : [];
  if (isSecret && sources.some((source) => typeof source === 'string' || fieldsOf(source).includes('value')))
    return `must not be in the file itself: name its source, ${shapes}`;
  for (const source of sources) {
    const given = ['env', 'file', 'value'].filter((name) => fieldsOf(source).includes(name));
    if (given.length > 1) return `has two sources: keep one of ${given.join(', ')}`;
  }
  if (sources.some((source) => fieldsOf(source).includes('pointer')))
    return 'has a pointer that does not fit: write { file: PATH, pointer: /NAME/NAME }';
  return `must be ${shapes}${isSecret ? ', or a list of these; expiresAt is optional' : ''}`;
}

function explainLimit(keyword: string, limit: number): string {
  switch (keyword) {
    case 'maxLength':
      return `is longer than ${limit} characters`;
    case 'minLength':
      return limit === 1 ? 'is empty' : `is shorter than ${limit} characters`;
    case 'maxItems':
    case 'maxProperties':
      return `has more than ${limit} entries`;
    case 'minItems':
      return 'is an empty list';
    case 'minProperties':
      return `has fewer than ${limit} fields`;
    case 'minimum':
      return `must be at least ${limit}`;
    case 'maximum':
      return `must be at most ${limit}`;
    default:
      return 'does not match the schema';
  }
}
