/** Of an endpoint: whatever stands in braces is meant as a variable. */
const VARIABLE = /\{([^{}]*)\}/g;

/** Of a parameter: its value may be JSON (`claims` of OpenID Connect), so only a name in braces is one. */
const VARIABLE_OF_PARAMETER = /\{([A-Za-z][A-Za-z0-9_]*)\}/g;

/** What became of a template. */
export interface Filled<T> {
  /** Undefined while a variable has no value. */
  readonly value: T | undefined;
  /** Names of the variables that have none. */
  readonly unknown: readonly string[];
}

export type Variables = Readonly<Record<string, string>>;

/** Puts the values in place of `{name}`. */
export function fillVariables(template: string, variables: Variables, pattern = VARIABLE): Filled<string> {
  if (!template.includes('{')) return { value: template, unknown: [] };
  const names = [...template.matchAll(pattern)].map(([, name = '']) => name);
  const unknown = names.filter((name) => !Object.hasOwn(variables, name)).map(showName);
  if (unknown.length > 0) return { value: undefined, unknown };
  return { value: template.replace(pattern, (_, name: string) => variables[name] ?? ''), unknown };
}

const NO_PARAMETERS: Readonly<Record<string, string>> = Object.freeze({});

/**
 * The same for each value of `authorizationParams` and its like.
 * @returns the parameters themselves when no value changes, so that tenants of one record hold one object
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

/** A name is shown when it looks like one: somebody may have written the secret itself. */
function showName(name: string): string {
  return /^\w{1,64}$/.test(name) ? name : '…';
}
