import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/**
 * @param places names on the path, and full paths: Debian keeps servers where the path of an ordinary user does not look
 * @param question the argument that makes the program say something and end well
 * @returns the first that tells its version, or undefined when this machine has none
 */
export async function findProgram(places: readonly string[], question = '-v'): Promise<string | undefined> {
  for (const place of places) {
    const works = await promisify(execFile)(place, [question]).then(
      () => true,
      () => false,
    );
    if (works) return place;
  }
  return undefined;
}
