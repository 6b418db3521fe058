const VARIABLE = /\{([^{}]*)\}/g;

/**
 * Puts the values in place of `{name}`.
 * @param unknown gets every name that has no value
 * @returns undefined when one has none
 */
export function fillVariables(
  template: string,
  variables: Readonly<Record<string, string>>,
  unknown: (name: string) => void,
): string | undefined {
  if (!template.includes('{')) return template;
  let isComplete = true;
  const text = template.replace(VARIABLE, (_, name: string) => {
    if (Object.hasOwn(variables, name)) return variables[name] ?? '';
    isComplete = false;
    unknown(/^\w{1,64}$/.test(name) ? name : '…');
    return '';
  });
  return isComplete ? text : undefined;
}
