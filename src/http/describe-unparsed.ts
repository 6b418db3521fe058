import { DomiError, type DomiErrorDetails, type ErrorCode } from '../oauth/errors.ts';

/** Errors of Node's parser (llhttp) by code: our own code where it is not `invalid_request`, and what is wrong. */
const FAULTS: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['request_timeout', 'The request did not arrive completely in time.'],
  HPE_HEADER_OVERFLOW: [
    'request_header_too_large',
    'The request line and headers are larger than this service accepts.',
  ],
  HPE_CHUNK_EXTENSIONS_OVERFLOW: [
    'content_too_large',
    'The extensions of a chunk of the body are too large.',
  ],
  HPE_INVALID_METHOD: ['invalid_request', 'The request does not begin with a method of HTTP.'],
  HPE_INVALID_URL: ['invalid_request', 'The request target is malformed.'],
  HPE_INVALID_CONSTANT: ['invalid_request', 'The request line does not end with an HTTP version.'],
  HPE_INVALID_VERSION: ['invalid_request', 'The HTTP version is not 1.0 or 1.1.'],
  HPE_INVALID_HEADER_TOKEN: ['invalid_request', 'A header has a character that is not allowed.'],
  HPE_UNEXPECTED_SPACE: ['invalid_request', 'A header line is folded, or has a space before its colon.'],
  HPE_CR_EXPECTED: ['invalid_request', 'A line does not end with CR and LF.'],
  HPE_LF_EXPECTED: ['invalid_request', 'A line does not end with CR and LF.'],
  HPE_INVALID_CONTENT_LENGTH: ['invalid_request', 'Content-Length is not a number.'],
  HPE_UNEXPECTED_CONTENT_LENGTH: [
    'invalid_request',
    'Content-Length is repeated, or there is a Transfer-Encoding as well.',
  ],
  HPE_INVALID_TRANSFER_ENCODING: ['invalid_request', 'Transfer-Encoding is not chunked, or is repeated.'],
  HPE_INVALID_CHUNK_SIZE: ['invalid_request', 'The size of a chunk of the body is malformed.'],
  HPE_STRICT: ['invalid_request', 'A chunk of the body is malformed.'],
  HPE_INVALID_EOF_STATE: [
    'invalid_request',
    'The connection was closed for sending before the request was complete.',
  ],
};

/** The first byte of a TLS record with a handshake (RFC 8446 section 5.1). */
const TLS_HANDSHAKE = 0x16;

/** Describes what Node's parser has refused. The text is fixed: nothing of the request is in it. */
export function describeUnparsed(error: NodeJS.ErrnoException & { readonly rawPacket?: Buffer }): DomiError {
  if (error.rawPacket?.[0] === TLS_HANDSHAKE)
    return describe('invalid_request', 'The connection began with TLS, but this port expects plain HTTP.');
  const [code, text] = FAULTS[error.code ?? ''] ?? ['invalid_request', 'The request is malformed.'];
  return describe(code, text);
}

function describe(code: ErrorCode, text: string): DomiError {
  const details: DomiErrorDetails = { description: text, reason: text };
  return new DomiError(code, details);
}
