import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Sbom } from '../../scripts/packages/build-sbom.ts';
import { skipSuite } from '../helpers/skip.ts';
import { buildImage, createPodman, ensureBase, findObstacle, type Podman, ROOT } from './podman.ts';

export interface PreparedImage {
  readonly podman: Podman;
  readonly tag: string;
  /** What `npm run image` printed. */
  readonly report: string;
  /** What it lists as being inside. */
  readonly sbom: Sbom;
}

let prepared: Promise<PreparedImage> | undefined;

/** The image of this work folder, built once for all suites; skips the suite where containers cannot run. */
export async function prepareImage(context: Mocha.Context): Promise<PreparedImage> {
  const obstacle = findObstacle();
  if (obstacle !== undefined) skipSuite(context, obstacle);
  context.timeout(600_000);
  prepared ??= prepare();
  return prepared;
}

async function prepare(): Promise<PreparedImage> {
  const podman = createPodman();
  await ensureBase(podman);
  // A name for each work folder: two of them may be tested at the same time.
  const tag = `localhost/domi-test-${createHash('sha256').update(ROOT).digest('hex').slice(0, 8)}`;
  const folder = await mkdtemp(join(tmpdir(), 'domi-sbom-'));
  try {
    const file = join(folder, 'sbom.json');
    const report = await buildImage(podman, tag, file);
    return { podman, tag, report, sbom: JSON.parse(await readFile(file, 'utf8')) as Sbom };
  } finally {
    await rm(folder, { recursive: true });
  }
}
