import { parseDocument, stringify } from 'yaml';
import type { ReleaseSection } from './parse-changelog.ts';
import { isPrerelease, type Publication } from './publication.ts';

/** Platforms that the workflow builds the image for. */
export const PLATFORMS = ['linux/amd64', 'linux/arm64'];

/**
 * Puts into Chart.yaml what Artifact Hub reads of a release and what other files know: changes, images, whether it is a
 * prerelease. https://artifacthub.io/docs/topics/annotations/helm/
 */
export function putChartAnnotations(
  chartFile: string,
  { version, changes }: ReleaseSection,
  { image }: Publication,
): string {
  const document = parseDocument(chartFile);
  const put = (name: string, value: string): void =>
    document.setIn(['annotations', `artifacthub.io/${name}`], value);
  put('prerelease', String(isPrerelease(version)));
  put('images', toText([{ name: 'domi', image: `${image}:${version}`, platforms: PLATFORMS }]));
  put('changes', toText(changes.map(({ kind, text }) => ({ kind, description: toPlain(text) }))));
  return document.toString({ lineWidth: 0 });
}

/** Artifact Hub takes lists as YAML inside of a text. */
function toText(list: readonly object[]): string {
  return stringify(list, { lineWidth: 0 });
}

/** Descriptions there are plain text; relative links would lead nowhere. */
function toPlain(markdown: string): string {
  return markdown.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1').replaceAll('`', '');
}
