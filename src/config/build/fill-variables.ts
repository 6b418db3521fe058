/** In endpoints: everything in braces counts as a variable. */
const VARIABLE = /\{([^{}]*)\}/g;

/** In parameters, whose value may be JSON (`claims` of OpenID Connect): only a name in braces is a variable. */
const VARIABLE_OF_PARAMETER = /\{([A-Za-z][A-Za-z0-9_]*)\}/g;

/** The result of filling a template. */
export interface Filled<T> {
  /** Undefined while a variable has no value. */
  readonly value: T | undefined;
  /** Names of the variables without a value. */
  readonly unknown: readonly string[];
}

export type Variables = Readonly<Record<string, string>>;

/** Replaces each `{name}` by the value of the variable. */
export function fillVariables(template: string, variables: Variables, pattern = VARIABLE): Filled<string> {
  if (!template.includes('{')) return { value: template, unknown: [] };
  const names = [...template.matchAll(pattern)].map(([, name = '']) => name);
  const unknown = names.filter((name) => !Object.hasOwn(variables, name)).map(showName);
  if (unknown.length > 0) return { value: undefined, unknown };
  return { value: template.replace(pattern, (_, name: string) => variables[name] ?? ''), unknown };
}

const NO_PARAMETERS: Readonly<Record<string, string>> = Object.freeze({});

/**
 * Does the same for each value of `authorizationParams`, `tokenParams` or `refreshParams`.
 * @returns the same object when no value changes, so that tenants of one record share it
 */
export function fillParameters(
  parameters: Readonly<Record<string, string>> | undefined,
  variables: Variables,
): Filled<Readonly<Record<string, string>>> {
  if (parameters === undefined) return { value: NO_PARAMETERS, unknown: [] };
  const filled = Object.entries(parameters).map(
    ([name, template]) => [name, fillVariables(template, variables, VARIABLE_OF_PARAMETER)] as const,
  );
  const unknown = filled.flatMap(([, result]) => result.unknown);
  if (unknown.length > 0) return { value: undefined, unknown };
  if (filled.every(([name, { value }]) => value === parameters[name])) return { value: parameters, unknown };
  return { value: Object.fromEntries(filled.map(([name, { value }]) => [name, value ?? ''])), unknown };
}

/** Shows a name only if it looks like one: an operator may have written the secret itself. */
function showName(name: string): string {
  return /^\w{1,64}$/.test(name) ? name : '…';
}
