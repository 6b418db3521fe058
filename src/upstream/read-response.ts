import { ConnectError } from '../connections/connection-error.ts';
import { DomiError } from '../oauth/errors.ts';
import type { ProviderResponse } from '../oauth/provider-response.ts';
import { decodeContent } from './decode-content.ts';
import { decodeText } from './decode-text.ts';

/** A complete response as an HTTP client gives it, header names in lower case. */
export interface ReceivedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly chunks: readonly Buffer[];
}

/**
 * @param isForwarded whether a proxy has read the request to pass it on
 * @throws DomiError `provider_invalid_answer` when the content cannot be decoded
 * @throws ConnectError when the proxy has kept the request
 */
export function readResponse(
  { status, headers, chunks }: ReceivedResponse,
  isForwarded: boolean,
): ProviderResponse {
  // A proxy that wants other credentials has not passed the request on (RFC 9110 section 15.5.8). Through a tunnel, or
  // without a proxy, the same status comes from the provider, which has the token by then.
  if (status === 407 && isForwarded)
    throw new ConnectError('the proxy refused the request with status 407', true);
  const read = (name: string): string | undefined => {
    const value = headers[name];
    return Array.isArray(value) ? value[0] : value;
  };
  // Several lines are one list (RFC 9110 section 5.3).
  const codings = [headers['content-encoding'] ?? []].flat().join();
  const content = decode(Buffer.concat(chunks), codings);
  const contentType = read('content-type');
  return {
    status,
    contentType,
    retryAfter: read('retry-after'),
    body: decodeText(content, contentType ?? ''),
  };
}

function decode(content: Buffer, codings: string): Buffer {
  if (codings === '') return content;
  try {
    return decodeContent(content, codings);
  } catch {
    // The errors quote nothing of the content, but say nothing more either.
    throw new DomiError('provider_invalid_answer', {
      reason: 'content coding unknown, damaged or too large',
    });
  }
}
