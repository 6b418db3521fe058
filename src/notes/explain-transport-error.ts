export interface TransportFault {
  readonly detail: string;
  readonly cure: string;
}

/**
 * Explains why there was no response, and what to do. Error messages may quote the request, so only codes are used.
 * @param origin scheme, host and port of the address that was asked
 * @param option of the command line that the address comes from
 */
export function explainTransportError(error: unknown, origin: string, option: string): TransportFault {
  const code = readCode(error);
  if (code === 'ERR_INVALID_CHAR') {
    return {
      detail: 'The token contains a character that is not allowed in a header, for example a line break.',
      cure: 'copy the token again, without anything around it.',
    };
  }
  return { detail: `There was no answer from ${origin}: ${code}.`, cure: findCure(code, option) };
}

function readCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown error';
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return 'not in time';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}

function findCure(code: string, option: string): string {
  if (code === 'ECONNREFUSED')
    return `nothing listens there: start it (the demo: npm run demo), or correct ${option}.`;
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return `no such host name is known: correct ${option}.`;
  if (/CERT|SIGNATURE|ALTNAME/.test(code))
    return `its certificate is not trusted: correct the host name in ${option}, or name the authority's file in NODE_EXTRA_CA_CERTS.`;
  if (code.startsWith('ERR_SSL') || code === 'EPROTO')
    return `it does not speak TLS there: correct http or https in ${option}.`;
  return `correct ${option}, and look at proxies and firewalls on the way.`;
}
