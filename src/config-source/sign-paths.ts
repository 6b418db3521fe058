import { createHash } from 'node:crypto';
import { type PackedTexts, unpackTexts } from './packed-texts.ts';
import { signPath } from './sign-path.ts';

/** @returns a hash over the signatures of all paths as they are now */
export function signPaths(paths: PackedTexts): string {
  return hashSignatures(unpackTexts(paths).map(signPath));
}

export function hashSignatures(signatures: Iterable<string>): string {
  return createHash('sha256')
    .update([...signatures].join('\n'))
    .digest('base64url');
}
