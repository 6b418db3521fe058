import { sep } from 'node:path';
import type { AssertionFile } from '../oauth/client-credential.ts';
import { DomiError } from '../oauth/errors.ts';

/** A file as it is now. Throws errors with a `code`. */
export type ReadOrdinaryFile = (path: string, limit: number) => { content: Buffer; location: string };

/** Bytes. Projected tokens have 1 to 2 KiB. */
const MAX_ASSERTION = 64 * 1024;

/** Header, claims and signature in base64url (RFC 7515 section 7.1). */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * Reads the file for each request: whoever makes the assertion replaces it whenever they like.
 * @throws DomiError when there is no assertion; the cause is in its reason, without the path
 */
export function readAssertion({ file, below }: AssertionFile, read: ReadOrdinaryFile): string {
  const { content, location } = tryToRead(file, read);
  if (below !== undefined && !location.startsWith(below + sep))
    throw refuse('the client assertion file leads out of the folder of its tenant');
  const assertion = content.toString('latin1').trim();
  if (assertion === '') throw refuse('the client assertion file is empty');
  if (!COMPACT.test(assertion)) throw refuse('the client assertion file has no JSON Web Token');
  return assertion;
}

function tryToRead(file: string, read: ReadOrdinaryFile): ReturnType<ReadOrdinaryFile> {
  try {
    return read(file, MAX_ASSERTION);
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw refuse(`the client assertion file cannot be read (${code})`);
  }
}

/** The same error as for a wrong secret: operators must put right what proves who we are. */
function refuse(reason: string): DomiError {
  return new DomiError('client_credentials_refused', { reason });
}
