import type { ReleaseSection } from './parse-changelog.ts';
import type { Publication } from './publication.ts';

/** The text of the release on GitHub: how to get it, then its section of the changelog with links that work there. */
export function renderNotes({ version, body }: ReleaseSection, { image, charts, home }: Publication): string {
  const absolute = body.replace(/\]\((?!https?:|#)([^)]+)\)/g, `](${home}/blob/v${version}/$1)`);
  return `\`\`\`sh
helm install domi oci://${charts}/domi --version ${version}
docker pull ${image}:${version}
\`\`\`

${absolute}

How to verify image, chart and files: [releasing.md](${home}/blob/v${version}/docs/releasing.md#verify-what-you-install).
`;
}
