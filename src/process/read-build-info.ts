import { readFileSync } from 'node:fs';
import type { BuildInfo } from '../observability/declare-process-metrics.ts';

const UNKNOWN = 'unknown';

/**
 * @param commit the commit that was built, if the environment names it, as in the image. By default that which the build has
 * written beside the compiled modules; from source, and without Git, there is none.
 */
export function readBuildInfo(commit: string | undefined): BuildInfo {
  const { version } = JSON.parse(readText('../../package.json')) as { version: string };
  const named = commit === UNKNOWN ? '' : commit;
  return { version, commit: named || readBuiltCommit() };
}

function readBuiltCommit(): string {
  try {
    return readText('../commit').trim() || UNKNOWN;
  } catch {
    return UNKNOWN;
  }
}

function readText(path: string): string {
  return readFileSync(new URL(path, import.meta.url), 'utf8');
}
