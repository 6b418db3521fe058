import { createHash } from 'node:crypto';
import { skipSuite } from '../helpers/skip.ts';
import { buildImage, createPodman, ensureBase, findObstacle, type Podman, ROOT } from './podman.ts';

export interface PreparedImage {
  readonly podman: Podman;
  readonly tag: string;
  /** What `npm run image` printed. */
  readonly report: string;
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
  return { podman, tag, report: await buildImage(podman, tag) };
}
