/** The oldest Node that the packages of the service accept, as major and minor version. */
export const OLDEST_NODE = [22, 19] as const;

/**
 * Npm scripts run with the Node that the project brings; somebody who starts the program in another way may have an older one.
 * There the packages fail while they load, with a text that helps nobody.
 * @param version such as `20.20.2`
 * @returns what to do, or undefined when the version will do
 */
export function explainOldNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  if (major > oldestMajor || (major === oldestMajor && minor >= oldestMinor)) return undefined;
  return (
    `DOMI runs with Node ${oldestMajor}.${oldestMinor} or newer, and this is Node ${version}. ` +
    'npm start, and npm exec domi with the same arguments, run it with the Node that it brings.'
  );
}
