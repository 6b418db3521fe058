import { createHash } from 'node:crypto';
import { type PackedTexts, readTexts } from './packed-texts.ts';
import { signPath } from './sign-path.ts';

/** @returns a hash over the signatures of all paths as they are now */
export function signPaths(paths: PackedTexts): string {
  return hashSignatures(signEach(paths));
}

function* signEach(paths: PackedTexts): Generator<string> {
  for (const path of readTexts(paths)) yield signPath(path);
}

/** One by one: those of 100,000 files together would stay in the memory of a thread. */
export function hashSignatures(signatures: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const signature of signatures) hash.update(`${signature}\n`);
  return hash.digest('base64url');
}
