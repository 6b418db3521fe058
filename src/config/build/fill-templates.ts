/** Of an endpoint: whatever stands in braces is meant as a variable. */
const VARIABLE = /\{([^{}]*)\}/g;

/** Of a parameter: its value may be JSON (`claims` of OpenID Connect), so only a name in braces is one. */
const VARIABLE_OF_PARAMETER = /\{([A-Za-z][A-Za-z0-9_]*)\}/g;

/**
 * Puts the values in place of `{name}`.
 * @param unknown gets every name that has no value
 * @returns undefined when one has none
 */
export function fillVariables(
  template: string,
  variables: Readonly<Record<string, string>>,
  unknown: (name: string) => void,
  pattern = VARIABLE,
): string | undefined {
  if (!template.includes('{')) return template;
  let isComplete = true;
  const text = template.replace(pattern, (_, name: string) => {
    if (Object.hasOwn(variables, name)) return variables[name] ?? '';
    isComplete = false;
    unknown(/^\w{1,64}$/.test(name) ? name : '…');
    return '';
  });
  return isComplete ? text : undefined;
}

const NO_PARAMETERS: Readonly<Record<string, string>> = Object.freeze({});

/**
 * The same for each value of `authorizationParams` and its like.
 * @returns the parameters themselves when no value has a variable: ten thousand tenants then hold one object
 */
export function fillParameters(
  parameters: Readonly<Record<string, string>> | undefined,
  variables: Readonly<Record<string, string>>,
  unknown: (name: string) => void,
): Readonly<Record<string, string>> {
  if (parameters === undefined) return NO_PARAMETERS;
  if (!Object.values(parameters).some((value) => value.includes('{'))) return parameters;
  const filled: Record<string, string> = {};
  for (const [name, value] of Object.entries(parameters)) {
    filled[name] = fillVariables(value, variables, unknown, VARIABLE_OF_PARAMETER) ?? '';
  }
  return filled;
}
