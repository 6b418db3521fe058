import { EXIT_CONFIG } from '../config/report/config-error.ts';
import { buildManifests, type ManifestOptions } from './build-manifests.ts';
import type { ManifestReport } from './manifest-report.ts';
import { renderBuild, renderBuildJson } from './render-build.ts';

/** The output is there, but not as the files say. */
const EXIT_INCOMPLETE = 1;

/** Builds, and renders the report. */
export function runBuild(options: ManifestOptions, isJson: boolean): { text: string; exitCode: number } {
  const report = buildManifests(options);
  const exitCode = chooseBuildExitCode(report);
  return { text: isJson ? renderBuildJson(report, exitCode) : renderBuild(report), exitCode };
}

function chooseBuildExitCode({ isWritten, faults }: ManifestReport): number {
  if (!isWritten) return EXIT_CONFIG;
  return faults.length > 0 ? EXIT_INCOMPLETE : 0;
}
