import { createHash } from 'node:crypto';
import { callVisibly, type FileBeacon } from './file-beacon.ts';
import { type PackedTexts, readTexts } from './packed-texts.ts';
import { signPath, signPathLater } from './sign-path.ts';

/**
 * @param beacon shows each call of the file system
 * @returns a hash over the signatures of all paths as they are now
 */
export function signPaths(paths: PackedTexts, beacon: FileBeacon): string {
  return hashSignatures(signEach(paths, beacon));
}

function* signEach(paths: PackedTexts, beacon: FileBeacon): Generator<string> {
  for (const path of readTexts(paths)) yield callVisibly(beacon, () => signPath(path));
}

/** The same without blocking this thread, one path after the other. */
export async function signPathsLater(paths: PackedTexts): Promise<string> {
  const signatures: string[] = [];
  for (const path of readTexts(paths)) signatures.push(await signPathLater(path));
  return hashSignatures(signatures);
}

/** One by one: those of 100,000 files together would stay in the memory of a thread. */
export function hashSignatures(signatures: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const signature of signatures) hash.update(`${signature}\n`);
  return hash.digest('base64url');
}
