import { readFileSync } from 'node:fs';

/** Debian packages that .ci/run installs for tests, by name. The script is the only place that lists them. */
export function readCiPackages(script: string = readCiScript()): string[] {
  const lists = [...script.matchAll(/^\s*(?:local )?packages\+?=\(([^)]*)\)/gm)];
  return lists.flatMap(([, names = '']) => names.split(/\s+/).filter(Boolean)).toSorted();
}

function readCiScript(): string {
  return readFileSync(new URL('../../.ci/run', import.meta.url), 'utf8');
}
