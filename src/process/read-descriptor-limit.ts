import { readFileSync } from 'node:fs';

/**
 * Reads how many descriptors this process may open (RLIMIT_NOFILE). Node raises the soft limit to the hard one when it starts.
 * @returns undefined where there is no such file (macOS, Windows) or no limit
 */
export function readDescriptorLimit(file = '/proc/self/limits'): number | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const [, soft] = /^Max open files\s+(\d+)\s/m.exec(text) ?? [];
  return soft === undefined ? undefined : Number(soft);
}
