import { DomiError, ERROR_CODES, type ErrorCode, isDomiError } from '../oauth/errors.ts';

/** Errors after which the token is as good as before, so that whoever waits for it may present it at once. */
const UNSPENT: ReadonlySet<ErrorCode> = new Set(['provider_unreachable', 'client_credentials_refused']);

/**
 * Describes the failure of a call for those who wait for it on other replicas. Only a failure that says that nothing was sent,
 * or that only the client was refused, has no description: after any other the token may be spent, or the provider wants to
 * be left alone, and nobody may present it again without being asked to.
 * @returns code and, where there is one, `Retry-After` in seconds
 */
export function describeFailure(error: unknown): string | undefined {
  // A fault of ours may have come after the response.
  if (!isDomiError(error)) return 'server_error';
  const { code, providerError, headers } = error;
  // Without a word of the provider, it was refused here: by a circuit, for want of a place or of time.
  const isOurs = code === 'temporarily_unavailable' && providerError === undefined;
  if (UNSPENT.has(code) || isOurs) return undefined;
  const retryAfter = headers['Retry-After'];
  return retryAfter === undefined ? code : `${code} ${retryAfter}`;
}

/**
 * Reads the description of a failure. It comes from the store, so only what `describeFailure` of some version writes is
 * taken from it; a code that this version does not know is one after which the token may be spent.
 */
export function readFailure(description: string): DomiError {
  const [, code, seconds] = /^([a-z_]{1,40})(?: (\d{1,4}))?$/.exec(description) ?? [];
  const details = { reason: 'the call of another replica failed', source: 'coalesced' } as const;
  if (!isErrorCode(code)) return new DomiError('provider_connection_lost', details);
  return new DomiError(code, { ...details, ...(seconds !== undefined && { retryAfter: Number(seconds) }) });
}

const isErrorCode = (text: string | undefined): text is ErrorCode =>
  (ERROR_CODES as readonly (string | undefined)[]).includes(text);
