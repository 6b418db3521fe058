import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findBuilder } from './image/builders.ts';
import { type Image, type Layer, type Package, readArchive } from './image/read-archive.ts';
import { buildSbom } from './packages/build-sbom.ts';
import { listNpmPackages } from './packages/list-npm-packages.ts';
import { readCommit } from './read-commit.ts';

/**
 * Builds the image with the first builder that works, and prints the result: layers with size and contents, and every
 * package inside. Arguments after a second `--` are passed to the builder.
 */
const ROOT = join(import.meta.dirname, '..');

const { values, positionals } = parseArgs({
  options: {
    /** docker, podman or buildah; by default the first that works. */
    builder: { type: 'string' },
    tag: { type: 'string', default: 'domi' },
    /** Digest of the base image, `sha256:…`. */
    digest: { type: 'string', default: '' },
    /** File for the list of everything inside (npm packages, Node, Debian packages), CycloneDX as JSON. */
    sbom: { type: 'string' },
  },
  allowPositionals: true,
});

const builder = findBuilder(values.builder);
if (builder === undefined) {
  console.error('No builder works here: install docker, podman or buildah, or name one with --builder.');
  process.exit(2);
}

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as { version: string };
const sourceDateEpoch = Number(process.env.SOURCE_DATE_EPOCH || ask('git', 'log', '-1', '--format=%ct') || 0);

run(
  builder.build({
    tag: values.tag,
    buildArgs: {
      NODE_DIGEST: values.digest,
      VERSION: version,
      COMMIT: readCommit(ROOT) ?? 'unknown',
      CREATED: new Date(sourceDateEpoch * 1000).toISOString(),
    },
    sourceDateEpoch,
    extra: positionals,
  }),
);

const folder = mkdtempSync(join(tmpdir(), 'domi-image-'));
try {
  const archive = join(folder, 'image.tar');
  run(builder.save(values.tag, archive));
  const image = readArchive(archive, mkdtempSync(join(folder, 'unpacked-')));
  const size = image.layers.reduce((sum, layer) => sum + layer.size, 0);
  console.log(
    `\n${values.tag}: ${toMegabytes(size)}, ${image.layers.length} layers, built by ${builder.name}`,
  );
  for (const layer of image.layers) printLayer(layer);
  printPackages('Debian packages', image.debianPackages);
  printPackages('npm packages', image.npmPackages);
  if (values.sbom !== undefined) writeSbom(values.sbom, image);
} finally {
  rmSync(folder, { recursive: true });
}

function writeSbom(file: string, image: Image): void {
  const sbom = buildSbom(listNpmPackages(ROOT), image);
  writeFileSync(file, `${JSON.stringify(sbom, null, 2)}\n`);
  console.log(`\nSBOM: ${file}, ${sbom.components.length} components`);
}

function run([program = '', ...args]: readonly string[]): void {
  const { status, error } = spawnSync(program, args, { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status === 0) return;
  console.error(`${program} failed: ${error?.message ?? `exit code ${status}`}`);
  process.exit(1);
}

/** @returns the output of the program, or an empty text when it fails or is not installed */
function ask(program: string, ...args: string[]): string {
  const { status, stdout } = spawnSync(program, args, { cwd: ROOT, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}

function toMegabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/** The five largest folders, or files at the top. */
function printLayer({ createdBy, size, files }: Layer): void {
  console.log(`\n${toMegabytes(size).padStart(9)}  ${files.length} files  ${createdBy}`);
  const sizes = new Map<string, number>();
  for (const file of files) {
    const place = file.path.split('/').slice(0, 4).join('/');
    sizes.set(place, (sizes.get(place) ?? 0) + file.size);
  }
  const largest = [...sizes].sort(([, a], [, b]) => b - a).slice(0, 5);
  for (const [place, bytes] of largest) console.log(`${toMegabytes(bytes).padStart(21)}  ${place}`);
}

function printPackages(title: string, packages: readonly Package[]): void {
  const names = packages.map(({ name, version: number }) => `${name} ${number}`).sort();
  console.log(`\n${title} (${names.length}): ${names.join(', ')}`);
}
