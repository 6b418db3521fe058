import type { AssertionFile } from '../oauth/client-credential.ts';
import { DomiError } from '../oauth/errors.ts';

/** A file as it is now, and whether it is outside of its folder. Throws errors with a `code`. */
export type ReadAssertionFile = (
  file: AssertionFile,
  limit: number,
) => { readonly content: Buffer; readonly isOutside: boolean };

/** Bytes. Projected tokens have 1 to 2 KiB. */
const MAX_ASSERTION = 64 * 1024;

/** Header, claims and signature in base64url (RFC 7515 section 7.1). */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/**
 * Reads the file for each request: whoever makes the assertion replaces it whenever they like.
 * @throws DomiError when there is no assertion; the cause is in its reason, without the path
 */
export function readAssertion(file: AssertionFile, read: ReadAssertionFile): string {
  const { content, isOutside } = tryToRead(file, read);
  if (isOutside) throw refuse('the client assertion file leads out of the folder of its tenant');
  const assertion = content.toString('latin1').trim();
  if (assertion === '') throw refuse('the client assertion file is empty');
  if (!COMPACT.test(assertion)) throw refuse('the client assertion file has no JSON Web Token');
  return assertion;
}

function tryToRead(file: AssertionFile, read: ReadAssertionFile): ReturnType<ReadAssertionFile> {
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
