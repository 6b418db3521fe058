import type { ReleaseSection } from './parse-changelog.ts';

export interface ReleaseVersions {
  /** Version of package.json. */
  readonly project: string;
  readonly lock: string;
  readonly chart: string;
  /** `appVersion` of the chart. */
  readonly app: string;
  /** Name of the tag, if a tag is published. */
  readonly tag?: string;
}

/** Says what stands in the way of a release; a version number is in five places, and all must agree. */
export function findReleaseFaults(versions: ReleaseVersions, sections: readonly ReleaseSection[]): string[] {
  const { project, lock, chart, app, tag } = versions;
  const section = sections.find(({ version }) => version === project);
  const faults = [
    [lock !== project, `package-lock.json has version ${lock}, package.json ${project}`],
    [chart !== project, `helm/domi/Chart.yaml has version ${chart}, package.json ${project}`],
    [app !== project, `helm/domi/Chart.yaml has appVersion ${app}, package.json ${project}`],
    [tag !== undefined && tag !== `v${project}`, `the tag is ${tag}, package.json has version ${project}`],
    [section === undefined, `CHANGELOG.md has no section for ${project}`],
    [section !== undefined && section.date === undefined, `CHANGELOG.md: ${project} has no date`],
    [section?.changes.length === 0, `CHANGELOG.md: ${project} names no change`],
  ] as const;
  return faults.flatMap(([isFault, sentence]) => (isFault ? [sentence] : []));
}
