import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { PLATFORMS, putChartAnnotations } from '../../scripts/release/chart-annotations.ts';
import { CHANGE_KINDS, parseChangelog } from '../../scripts/release/parse-changelog.ts';
import { type ProjectManifest, toPublication } from '../../scripts/release/publication.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');
const PROJECT = JSON.parse(read('package.json')) as ProjectManifest & { license: string };
const TEXT = read('helm/domi/Chart.yaml');
const CHART = parse(TEXT) as {
  version: string;
  home: string;
  icon: string;
  sources: string[];
  maintainers: { name: string; url: string }[];
  annotations: Record<string, string>;
};
const annotation = (name: string): string => CHART.annotations[`artifacthub.io/${name}`] ?? '';

/** Of Artifact Hub's documentation of Chart.yaml. */
const CATEGORIES =
  'ai-machine-learning database integration-delivery monitoring-logging networking security storage streaming-messaging';

describe('what catalogues read of the chart', () => {
  const released = parseChangelog(read('CHANGELOG.md')).find(({ date }) => date !== undefined);

  it('is written from the newest release of the changelog', () => {
    expect(released?.version).to.equal(CHART.version);
    if (released === undefined) throw new Error('no release');
    expect(putChartAnnotations(TEXT, released, toPublication(PROJECT))).to.equal(TEXT);
  });

  it('names each change of that release, in its order, with a kind that Artifact Hub knows', () => {
    const changes = parse(annotation('changes')) as { kind: string; description: string }[];
    expect(changes.map(({ kind }) => kind)).to.deep.equal(released?.changes.map(({ kind }) => kind));
    for (const { kind, description } of changes) {
      expect(CHANGE_KINDS).to.include(kind);
      expect(description).to.match(/^[^`\n]+\.$/);
    }
  });

  it('names the image that the workflow publishes, for the platforms that it builds', () => {
    const { image } = toPublication(PROJECT);
    expect(parse(annotation('images'))).to.deep.equal([
      { name: 'domi', image: `${image}:${CHART.version}`, platforms: PLATFORMS },
    ]);
    expect(read('.github/workflows/release.yml')).to.include(`platforms: ${PLATFORMS.join(',')}\n`);
  });

  it('is installed from the place where its image is published', () => {
    const { image } = parse(read('helm/domi/values.yaml')) as { image: { repository: string } };
    expect(image.repository).to.equal(toPublication(PROJECT).image);
  });

  it('has maintainers, a licence and a category that Artifact Hub knows', () => {
    expect(CHART.maintainers).not.to.be.empty;
    expect(annotation('license')).to.equal(PROJECT.license);
    expect(CATEGORIES.split(' ')).to.include(annotation('category'));
    expect(annotation('prerelease')).to.equal(String(CHART.version.includes('-')));
  });

  it('links to this repository, and to files that are there', () => {
    const { home } = toPublication(PROJECT);
    expect([CHART.home, ...CHART.sources]).to.deep.equal([home, home]);
    const links = (parse(annotation('links')) as { name: string; url: string }[]).map(({ url }) => url);
    const files = [CHART.icon, ...links].flatMap(
      (url) => /\/(?:main|blob\/main|tree\/main)\/(.+)$/.exec(url)?.[1] ?? [],
    );
    expect(files).to.have.length(4);
    for (const file of files) expect(existsSync(join(ROOT, file)), file).to.equal(true);
    for (const url of links) expect(url.startsWith(home), url).to.equal(true);
  });
});
