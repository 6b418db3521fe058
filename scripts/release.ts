import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parse } from 'yaml';
import { findKubernetesTools } from './kubernetes-tools.ts';
import { listNpmPackages } from './packages/list-npm-packages.ts';
import { findReleaseFaults } from './release/find-release-faults.ts';
import { parseChangelog } from './release/parse-changelog.ts';
import { isPrerelease, listImageTags, type ProjectManifest, toPublication } from './release/publication.ts';
import { renderNotes } from './release/render-notes.ts';

/**
 * Prepares the files of a release and publishes nothing: the chart as a package, the list of npm packages, the notes and the
 * checksums. It stops when the version numbers and the changelog do not agree. .github/workflows/release.yml builds the
 * image and publishes.
 */
const ROOT = join(import.meta.dirname, '..');
const CHART = join('helm', 'domi');
const read = (name: string): string => readFileSync(join(ROOT, name), 'utf8');

const { values } = parseArgs({
  options: {
    /** Folder for the files. Those of an earlier run are removed first, other files are left alone. */
    out: { type: 'string', default: 'release' },
    /** Name of the tag that is published; must be `v` and the version. */
    tag: { type: 'string' },
    /** File that gets one line `name=value` for each value that the workflow needs. */
    outputs: { type: 'string' },
  },
});

const project = JSON.parse(read('package.json')) as ProjectManifest;
const lock = JSON.parse(read('package-lock.json')) as { version: string };
const chart = parse(read(join(CHART, 'Chart.yaml'))) as { version: string; appVersion: string };
const sections = parseChangelog(read('CHANGELOG.md'));
const { version } = project;

const faults = findReleaseFaults(
  {
    project: version,
    lock: lock.version,
    chart: chart.version,
    app: chart.appVersion,
    ...(values.tag !== undefined && { tag: values.tag }),
  },
  sections,
);
const section = sections.find((candidate) => candidate.version === version);
if (faults.length > 0 || section === undefined) {
  for (const fault of faults) console.error(fault);
  process.exit(1);
}

const publication = toPublication(project);
const out = resolve(ROOT, values.out);
mkdirSync(out, { recursive: true });
for (const name of readdirSync(out))
  if (/^(domi-.*|notes\.md|SHA256SUMS)$/.test(name)) rmSync(join(out, name));

const { helm } = findKubernetesTools();
for (const args of [
  ['lint', '--strict', CHART, '--values', join('test', 'chart', 'least-values.yaml')],
  ['package', CHART, '--destination', out],
])
  execFileSync(helm, args, { cwd: ROOT, stdio: 'inherit' });

const sbom = JSON.stringify(listNpmPackages(ROOT), null, 2);
writeFileSync(join(out, `domi-${version}-npm.cdx.json`), `${sbom}\n`);
writeFileSync(join(out, 'SHA256SUMS'), sumUp(out));
writeFileSync(join(out, 'notes.md'), renderNotes(section, publication));
if (values.outputs !== undefined) appendFileSync(values.outputs, renderOutputs());
console.log(`${out}: ${readdirSync(out).join(', ')}`);

/** In the form of sha256sum. */
function sumUp(folder: string): string {
  const names = readdirSync(folder).filter((name) => name.startsWith('domi-'));
  const lines = names.map((name) => {
    const digest = createHash('sha256').update(readFileSync(join(folder, name)));
    return `${digest.digest('hex')}  ${name}\n`;
  });
  return lines.join('');
}

function renderOutputs(): string {
  const seconds = execFileSync('git', ['log', '-1', '--format=%ct'], { cwd: ROOT, encoding: 'utf8' }).trim();
  const { image, charts } = publication;
  const outputs = {
    version,
    image,
    charts,
    'image-tags': listImageTags(image, version).join(','),
    'node-image': /^ARG NODE_IMAGE=(.+)$/m.exec(read('Dockerfile'))?.[1] ?? '',
    prerelease: isPrerelease(version),
    epoch: seconds,
    created: new Date(Number(seconds) * 1000).toISOString(),
  };
  return Object.entries(outputs)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('');
}
