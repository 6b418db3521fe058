import { readFileSync } from 'node:fs';

export interface BuildInfo {
  readonly version: string;
  readonly commit: string;
}

/** @param commit the commit that was built, if known (the image sets it) */
export function readBuildInfo(commit: string | undefined): BuildInfo {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return { version, commit: commit || 'unknown' };
}
