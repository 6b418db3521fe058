import { readFileSync } from 'node:fs';
import type { BuildInfo } from '../observability/declare-process-metrics.ts';

/** @param commit the commit that was built, if known (the image sets it) */
export function readBuildInfo(commit: string | undefined): BuildInfo {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  return { version, commit: commit || 'unknown' };
}
